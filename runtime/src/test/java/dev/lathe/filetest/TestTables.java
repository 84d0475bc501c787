package dev.lathe.filetest;

import dev.lathe.ir.Function;
import dev.lathe.ir.Table;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;

/** The lookup tables that functions in test files may read, as {@code %test.SQUARES}. */
final class TestTables {
  static final int[] SQUARES = {0, 1, 4, 9, 16};
  static final double[] HALVES = {0.5, 1.5, 2.5};
  static final byte[] NONE = null;

  private TestTables() {}

  /** Gives the tables of {@code function} what to read. */
  static void bind(Function function) {
    var bound = new ArrayList<Table>();
    for (Table table : function.tables()) {
      String field = table.symbol().substring(table.symbol().lastIndexOf('.') + 1);
      try {
        bound.add(
            new Table(
                table.symbol(),
                table.type(),
                MethodHandles.lookup()
                    .findStaticGetter(
                        TestTables.class, field, table.type().element().arrayClass())));
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("no table " + table, e);
      }
    }
    function.setTables(bound);
  }
}
