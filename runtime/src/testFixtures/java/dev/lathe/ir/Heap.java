package dev.lathe.ir;

import java.util.ArrayList;

/**
 * The arrays and segments that an execution by the {@link Interpreter} knows: a reference's bits
 * are its number here, 0 for null. The same object has one number, so equal bits are the same
 * reference.
 */
public final class Heap {
  private final ArrayList<Object> objects = new ArrayList<>();

  /** A heap of no objects. */
  public Heap() {
    objects.add(null);
  }

  /** The number of {@code object}, an array of primitives, a memory segment or null. */
  public long add(Object object) {
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i) == object) {
        return i;
      }
    }
    objects.add(object);
    return objects.size() - 1;
  }

  /** The object of that number. */
  public Object get(long bits) {
    return objects.get((int) bits);
  }

  /** How many numbers there are, that of null included. */
  public int size() {
    return objects.size();
  }
}
