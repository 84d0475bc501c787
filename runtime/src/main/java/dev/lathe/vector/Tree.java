package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * A sum or product of floats in a specified order: iteration {@code i} combines its term with
 * element {@code i mod size} of an array. As many lanes as there are elements do so at once.
 *
 * @param array the {@link Op#NEWARRAY}, which only the loop's updates access in it
 * @param size a power of two
 * @param counter the header's parameter that counts iterations
 * @param updates in the order of the loop; no iteration does two of them
 */
record Tree(Value array, int size, Value counter, List<Update> updates) {
  /**
   * What an iteration does.
   *
   * @param load of the element
   * @param next of that and other values
   * @param store of the latter
   */
  record Update(Value load, Value next, Value store) {
    /** The operand of {@code next} that the element is. */
    int position() {
      int position = 0;
      while (next.operand(position) != load) {
        position++;
      }
      return position;
    }
  }

  Type type() {
    return updates.getFirst().next().type();
  }

  /** True if lanes may be more than elements: what one combines is not behind other updates. */
  boolean isOne() {
    return updates.size() == 1;
  }
}
