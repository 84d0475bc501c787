package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * How often each value is used, and by which values. A use is an operand; a value that names
 * another twice uses it twice. Terminators use their condition, selector, result and arguments;
 * these uses are counted but have no user.
 */
public final class Uses {
  private final int[] count; // by value id
  private final int[] firstUser; // by value id, one more at the end
  private final Value[] users;

  private Uses(int[] count, int[] firstUser, Value[] users) {
    this.count = count;
    this.firstUser = firstUser;
    this.users = users;
  }

  /** The uses in {@code function} as it is now, unreachable blocks included. */
  public static Uses of(Function function) {
    int[] firstUser = new int[function.valueCount() + 1];
    List<Block> blocks = function.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      List<Value> values = blocks.get(b).values();
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        for (int k = value.operandCount() - 1; k >= 0; k--) {
          firstUser[value.operand(k).id() + 1]++;
        }
      }
    }
    int[] count = new int[function.valueCount()];
    for (int v = 0; v < count.length; v++) {
      count[v] = firstUser[v + 1];
      firstUser[v + 1] += firstUser[v];
    }
    int[] next = firstUser.clone();
    Value[] users = new Value[firstUser[count.length]];
    for (int b = 0; b < blocks.size(); b++) {
      Block block = blocks.get(b);
      List<Value> values = block.values();
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        for (int k = 0; k < value.operandCount(); k++) {
          users[next[value.operand(k).id()]++] = value;
        }
      }
      countTerminator(block.terminator(), count);
    }
    return new Uses(count, firstUser, users);
  }

  private static void countTerminator(Terminator terminator, int[] count) {
    Value operand = terminatorOperand(terminator);
    if (operand != null) {
      count[operand.id()]++;
    }
    List<Target> targets = terminator.targets();
    for (int t = 0; t < targets.size(); t++) {
      List<Value> arguments = targets.get(t).arguments();
      for (int i = 0; i < arguments.size(); i++) {
        count[arguments.get(i).id()]++;
      }
    }
  }

  /** A branch's condition, a switch's selector, a return's value; null if there is none. */
  public static Value terminatorOperand(Terminator terminator) {
    if (terminator instanceof Terminator.Branch branch) {
      return branch.condition();
    }
    if (terminator instanceof Terminator.Return end) {
      return end.value();
    }
    return terminator instanceof Terminator.Switch branch ? branch.selector() : null;
  }

  /** The number of uses of {@code value}, those by terminators included. */
  public int count(Value value) {
    return value.id() < count.length ? count[value.id()] : 0;
  }

  /**
   * The number of uses of {@code value} as operand of a value: how many {@link #user}s there are.
   */
  public int userCount(Value value) {
    int id = value.id();
    return id < count.length ? firstUser[id + 1] - firstUser[id] : 0;
  }

  /**
   * The value whose operand is use {@code index} of {@code value}, in block and execution order.
   */
  public Value user(Value value, int index) {
    return users[firstUser[value.id()] + index];
  }
}
