package dev.lathe.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.lathe.Kernel;
import dev.lathe.ir.Table;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import javax.lang.model.element.TypeElement;

/**
 * Lookup tables as expressions. A handle reads the field, made by the class that builds the
 * function, so that tables may be package-private and need not be initialized.
 */
final class TableCode {
  private static final ClassName TABLE = ClassName.get(Table.class);

  private final Map<String, TypeElement> owners;

  /**
   * @param owners the classes of the fields, by their binary names
   */
  TableCode(Map<String, TypeElement> owners) {
    this.owners = owners;
  }

  /** {@code new Table("com.acme.Sine.TABLE", …)}. */
  CodeBlock of(Table table, Scope scope) {
    String symbol = table.symbol();
    int dot = symbol.lastIndexOf('.');
    return CodeBlock.of(
        "new $L($S, $L, $L.table($L.lookup(), $T.class, $S, $T.class))",
        scope.expression(TABLE),
        symbol,
        BuilderCode.type(table.type(), scope),
        scope.expression(ClassName.get(Kernel.class)),
        scope.expression(ClassName.get(MethodHandles.class)),
        ClassName.get(owners.get(symbol.substring(0, dot))),
        symbol.substring(dot + 1),
        table.type().element().arrayClass());
  }
}
