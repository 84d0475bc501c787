package dev.lathe.random;

import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.ir.Type;
import dev.lathe.lang.Ast;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.JavaType;
import dev.lathe.lang.Lowering;
import dev.lathe.lang.Parser;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.testing.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program as IR, and a failing one as a test file. */
final class ProgramReport {
  private ProgramReport() {}

  /**
   * The checked methods by symbol, the root first.
   *
   * @throws IllegalStateException if something is reported
   */
  static Map<String, Checked> checked(String text) {
    Parser.Results parsed = Parser.parseAll(text, Tables.names());
    var diagnostics = new ArrayList<>(parsed.diagnostics());
    var methods = new LinkedHashMap<String, Checked>();
    for (Ast.Kernel kernel : parsed.kernels()) {
      Checked checked = Checker.check(kernel);
      diagnostics.addAll(checked.diagnostics());
      methods.put(Parser.symbol(kernel), checked);
    }
    if (!diagnostics.isEmpty()) {
      throw new IllegalStateException(diagnostics.toString());
    }
    return methods;
  }

  /** A module of functions that are named as methods of {@code owner}. */
  static Module module(
      Map<String, Checked> methods,
      String owner,
      String sourceFile,
      boolean assertions,
      FloatContract floats) {
    var module = new Module();
    methods.forEach((symbol, checked) -> {
      String name = owner + "." + checked.kernel().name();
      Function function = Lowering.lower(checked, name, sourceFile, floats);
      function.setAssertions(assertions);
      Tables.bind(function);
      module.add(symbol, function);
    });
    return module;
  }

  /**
   * The kernel as a test file; what it is to give is the interpreter's word.
   *
   * @param arguments null for none
   */
  static String testFile(Program program, FloatContract floats, CallArguments arguments) {
    Module module;
    try {
      module = module(checked(program.print("")), "P", null, program.assertions(), floats);
    } catch (RuntimeException | Error e) {
      return "";
    }
    var text = new StringBuilder("\n; test run\n");
    text.append(module.hasCalls() ? "; module\n\n" : "\n");
    text.append(module.hasCalls() ? IrPrinter.print(module) : IrPrinter.print(module.root()));
    if (arguments == null) {
      return text.toString();
    }
    List<JavaProgram.Parameter> parameters = program.root().parameters();
    List<String> texts = arguments.print(parameters);
    String call = module.root().name() + "(" + String.join(", ", texts) + ")";
    List<Type> types = parameters.stream().map(each -> each.type().ir()).toList();
    var parsed = new Arguments(types, String.join(", ", texts));
    var heap = new Heap();
    long[] bits = parsed.make(heap);
    try {
      long result = Interpreter.runLimited(module, heap, 10_000_000, bits);
      JavaType type = program.root().result();
      text.append("; run: ").append(call).append(" == ");
      text.append(Values.printIr(type, Values.ofBits(type, result)));
    } catch (RuntimeException | Error e) {
      text.append("; throws: ").append(call).append(' ').append(e.getClass().getSimpleName());
      text.append(e.getMessage() == null ? "" : " \"" + e.getMessage() + "\"");
    }
    if (arguments.hasArrays()) {
      text.append(" after ").append(parsed.describe(heap, bits));
    }
    return text.append('\n').toString();
  }
}
