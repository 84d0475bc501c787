package dev.lathe.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Table;
import dev.lathe.ir.Vectorize;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The methods that build a function. A method of the class file holds 64 KB of bytecode, so large
 * functions are spread over several methods and very large ones travel as text.
 */
final class FunctionMethods {
  /** Statements of one method. */
  static final int METHOD_LIMIT = 200;

  /** Statements above which the text form is used. */
  static final int TEXT_LIMIT = 2_000;

  /** Characters of one string constant, whose modified UTF-8 form may have 65,535 bytes. */
  private static final int CHUNK = 16_000;

  private static final ClassName FUNCTION = ClassName.get(Function.class);

  private FunctionMethods() {}

  /**
   * The methods; the first is {@code name()} with the given modifiers, which returns the function.
   *
   * @param tables says how lookup tables are read
   * @param assertions an expression that says whether assertions are enabled; null if nobody asks
   * @param scope the names that the class inherits
   */
  static List<MethodSpec> of(
      String name,
      Function function,
      SourceLines lines,
      TableCode tables,
      String assertions,
      Scope scope,
      Modifier... modifiers) {
    MethodSpec.Builder build =
        MethodSpec.methodBuilder(name).addModifiers(modifiers).returns(FUNCTION);
    int size = BuilderCode.size(function);
    if (size > TEXT_LIMIT) {
      return List.of(build.addCode(parse(function, tables, assertions, scope)).build());
    }
    CodeBlock builder =
        CodeBlock.of("$T f = $L;\n", BuilderCode.BUILDER, builder(function, assertions, scope));
    if (size <= METHOD_LIMIT) {
      build.addCode(builder);
      for (CodeBlock statement : BuilderCode.statements(function, lines, scope, tables, false)) {
        build.addCode(statement);
      }
      return List.of(build.addCode("return f.build();\n").build());
    }
    return spread(build, builder, function, lines, tables, scope);
  }

  private static CodeBlock builder(Function function, String assertions, Scope scope) {
    var code = CodeBlock.builder();
    code.add(
        "new $T($S, $L",
        BuilderCode.BUILDER,
        function.name(),
        BuilderCode.type(function.result(), scope));
    for (var param : function.params()) {
      code.add(", $L", BuilderCode.type(param.type(), scope));
    }
    code.add(")");
    if (function.sourceFile() != null) {
      code.add(".source($S)", function.sourceFile());
    }
    if (function.isInterruptible()) {
      code.add(".interruptible()");
    }
    if (function.floats() != FloatContract.STRICT) {
      ClassName contract = ClassName.get(FloatContract.class);
      code.add(".floats($L.$L)", scope.expression(contract), function.floats().name());
    }
    if (function.vectorize() != Vectorize.AUTO) {
      ClassName wish = ClassName.get(Vectorize.class);
      code.add(".vectorize($L.$L)", scope.expression(wish), function.vectorize().name());
    }
    if (assertions != null) {
      code.add(".assertions($L)", assertions);
    }
    return code.build();
  }

  private static List<MethodSpec> spread(
      MethodSpec.Builder build,
      CodeBlock builder,
      Function function,
      SourceLines lines,
      TableCode tables,
      Scope scope) {
    var methods = new ArrayList<MethodSpec>();
    ParameterSpec f = ParameterSpec.builder(BuilderCode.BUILDER, "f").build();
    TypeName values = ArrayTypeName.of(BuilderCode.VALUE);
    TypeName blocks = ArrayTypeName.of(BuilderCode.BLOCK);
    build.addCode(builder);
    build.addCode("$T v = new $T[$L];\n", values, BuilderCode.VALUE, function.valueCount());
    build.addCode("$T b = new $T[$L];\n", blocks, BuilderCode.BLOCK, function.blockCount());
    List<CodeBlock> statements = BuilderCode.statements(function, lines, scope, tables, true);
    for (int from = 0; from < statements.size(); from += METHOD_LIMIT) {
      String part = "part" + (methods.size() + 1);
      build.addCode("$L(f, v, b);\n", part);
      MethodSpec.Builder method =
          MethodSpec.methodBuilder(part)
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(f)
              .addParameter(values, "v")
              .addParameter(blocks, "b");
      for (CodeBlock statement :
          statements.subList(from, Math.min(from + METHOD_LIMIT, statements.size()))) {
        method.addCode(statement);
      }
      methods.add(method.build());
    }
    methods.addFirst(build.addCode("return f.build();\n").build());
    return methods;
  }

  private static CodeBlock parse(
      Function function, TableCode tables, String assertions, Scope scope) {
    String text = IrPrinter.print(function);
    var code =
        CodeBlock.builder().add("$T text = new $T();\n", StringBuilder.class, StringBuilder.class);
    int from = 0;
    while (from < text.length()) {
      int end = Math.min(from + CHUNK, text.length());
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      code.add("text.append($S);\n", text.substring(from, end));
      from = end;
    }
    CodeBlock parser = scope.expression(ClassName.get(IrParser.class));
    if (assertions == null && function.tables().isEmpty()) {
      return code.add("return $L.parse(text.toString());\n", parser).build();
    }
    code.add("$T f = $L.parse(text.toString());\n", FUNCTION, parser);
    if (assertions != null) {
      code.add("f.setAssertions($L);\n", assertions);
    }
    if (!function.tables().isEmpty()) {
      code.add("f.setTables($L.of(\n", scope.expression(ClassName.get(List.class)));
      String separator = "    ";
      for (Table table : function.tables()) {
        code.add(separator).add(tables.of(table, scope));
        separator = ",\n    ";
      }
      code.add("));\n");
    }
    return code.add("return f;\n").build();
  }
}
