package dev.lathe.random;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.lang.Checker;
import dev.lathe.lang.Lowering;
import dev.lathe.lang.Parser;
import dev.lathe.random.JavaProgram.Method;

/** Writes a failing program as a test file. */
final class ProgramReport {
  private ProgramReport() {}

  /**
   * The kernel as a test file; what it is to give is the interpreter's word.
   *
   * @param arguments null for none
   */
  static String testFile(Method method, long[] arguments) {
    var text = new StringBuilder("\n; test run\n\n");
    Function function;
    try {
      var kernel = Parser.parse(method.print("")).kernel();
      function = Lowering.lower(Checker.check(kernel), "P." + method.name(), null);
    } catch (RuntimeException | Error e) {
      return "";
    }
    text.append(IrPrinter.print(function));
    if (arguments == null) {
      return text.toString();
    }
    var call = new StringBuilder(function.name()).append('(');
    for (int i = 0; i < arguments.length; i++) {
      var type = method.parameters().get(i).type();
      call.append(i == 0 ? "" : ", ")
          .append(Values.printIr(type, Values.ofBits(type, arguments[i])));
    }
    call.append(')');
    try {
      long bits = Interpreter.runLimited(function, 10_000_000, arguments);
      Object result = Values.ofBits(method.result(), bits);
      text.append("; run: ").append(call).append(" == ");
      text.append(Values.printIr(method.result(), result));
    } catch (RuntimeException e) {
      text.append("; throws: ").append(call).append(' ').append(e.getClass().getSimpleName());
      text.append(e.getMessage() == null ? "" : " \"" + e.getMessage() + "\"");
    }
    return text.append('\n').toString();
  }
}
