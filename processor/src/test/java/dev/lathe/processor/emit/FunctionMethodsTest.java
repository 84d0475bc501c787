package dev.lathe.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.processor.CompiledClasses;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The methods made for a function, compiled and run, give the function again. */
class FunctionMethodsTest {
  private static final SourceLines NO_LINES = new SourceLines("", List.of("a", "b", "c", "d"));

  private static final TableCode NO_TABLES = new TableCode(Map.of());

  private static final String EVERY_SHAPE =
      """
      func %com.acme.Add.add(v0: i32, v1: i64, v2: f32, v3: f64) -> i32 {
        source "Add.java"
        assertions
        callee %"this.f(IJ)I"(i32, i64) -> i32
        callee %nothing()
      b0:
        v5 = const.i32 -2147483648 @3
        v6 = const.i64 -9223372036854775808 @3
        v7 = const.f32 1.5 @3
        v8 = const.f64 nan @4
        v9 = const.f64 -0.0 @4
        v10 = const.bool true @4
        v11 = iadd.i32 v0, v5 @5
        v12 = icmp.i32 ult v0, v11 @5
        v13 = fcmp.f64 une v3, v9 @5
        v14 = nonzero.i32 v11, divide.i32 @6
        v15 = idiv.i32 v5, v14 @6
        v16 = sext.i64 v15 @6
        v17 = shl.i64 v16, v0 @6
        guard v12, addExact.i32(v0, v11) @7
        v19 = select.i32 v13, v0, v15 @7
        v20 = fma.f32 v2, v7, v2 @7
        v21 = call.i32 %"this.f(IJ)I"(v0, v1) @7
        call %nothing() @7
        v23 = assertions.bool @7
        guard v23, assert() @7
        guard v23, assert.bool(v23) @7
        branch v13, b1(v19), b2
      b1(v4: i32):
        ret v4
      b2:
        v26 = itof.f64 v6 @9
        switch v0 [-1: b1(v0), 5: b3] else b3
      b3:
        jump b1(v5)
      }
      """;

  @Test
  void everyShapeOfValueAndTerminatorIsRebuilt() throws Exception {
    Function function = IrParser.parse(EVERY_SHAPE);
    assertThat(IrPrinter.print(rebuild(function))).isEqualTo(IrPrinter.print(function));
  }

  @ParameterizedTest
  @ValueSource(ints = {150, 250, 1_900, 10_000})
  void aLongFunctionIsRebuilt(int additions) throws Exception {
    var text = new StringBuilder("func %long(v0: i32) -> i32 {\n  assertions\nb0:\n");
    for (int i = 0; i < additions; i++) {
      text.append("  v").append(i + 1).append(" = iadd.i32 v").append(i).append(", v0 @7\n");
    }
    text.append("  ret v").append(additions).append("\n}\n");
    Function function = IrParser.parse(text.toString());
    assertThat(IrPrinter.print(rebuild(function))).isEqualTo(IrPrinter.print(function));
  }

  @Test
  void aLineOfSourceStandsBesideItsFirstCallAndCannotEndTheComment() {
    Function function =
        IrParser.parse("func %f() -> i32 {\nb0:\n  v0 = const.i32 10 @2\n  ret v0\n}\n");
    List<MethodSpec> methods =
        FunctionMethods.of(
            "build",
            function,
            new SourceLines("int f() {\n  return '\\u000a'; // \\u000a;\n}", List.of()),
            NO_TABLES,
            null,
            new Scope());
    assertThat(methods.getFirst().toString())
        .contains("f.line(2); // return '\\ u000a'; // \\ u000a;\n");
  }

  private static Function rebuild(Function function) throws Exception {
    TypeSpec type =
        TypeSpec.classBuilder("Rebuilt")
            .addModifiers(Modifier.PUBLIC)
            .addMethods(
                FunctionMethods.of(
                    "build",
                    function,
                    NO_LINES,
                    NO_TABLES,
                    function.assertions() ? "true" : null,
                    new Scope(),
                    Modifier.PUBLIC,
                    Modifier.STATIC))
            .build();
    Compilation compilation =
        Compiler.javac()
            .withOptions("-Xlint:all", "-Werror", "-proc:none")
            .compile(JavaFile.builder("rebuilt", type).build().toJavaFileObject());
    return (Function)
        CompiledClasses.of(compilation).load("rebuilt.Rebuilt").getMethod("build").invoke(null);
  }
}
