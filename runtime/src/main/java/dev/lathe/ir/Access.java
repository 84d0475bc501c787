package dev.lathe.ir;

/**
 * How a check, load or store reaches memory: for arrays whether it reads or writes, for segments
 * the method of {@link java.lang.foreign.MemorySegment} and its layout. Values carry it in their
 * attribute as {@link #code}.
 */
public final class Access {
  /** What is done to the array or segment. */
  public enum Method {
    /** An array's element is read. */
    LOAD("load"),
    /** An array's element is written. */
    STORE("store"),
    /** An array's length is asked for; what only a {@link Op#NONNULL} has. */
    LENGTH("length"),
    /** {@code MemorySegment.byteSize()}; what only a {@link Op#NONNULL} has. */
    BYTE_SIZE("byteSize"),
    /** {@code MemorySegment.get(layout, offset)}: the offset is in bytes. */
    GET("get"),
    /** {@code MemorySegment.set(layout, offset, value)}: the offset is in bytes. */
    SET("set"),
    /** {@code MemorySegment.getAtIndex(layout, index)}: the index is in elements. */
    GET_AT_INDEX("getAtIndex"),
    /** {@code MemorySegment.setAtIndex(layout, index, value)}: the index is in elements. */
    SET_AT_INDEX("setAtIndex");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final int SEGMENT = Method.GET.ordinal();
  private static final int METHODS = Method.values().length - SEGMENT;
  private static final Access[] TABLE = table();

  /** Reads an array's element. */
  public static final Access LOAD = TABLE[0];

  /** Writes an array's element. */
  public static final Access STORE = TABLE[1];

  /** Asks for an array's length. */
  public static final Access LENGTH = TABLE[2];

  /** Asks for a segment's size. */
  public static final Access BYTE_SIZE = TABLE[3];

  private final int code;
  private final Method method;
  private final Element element; // null unless of a segment's get or set
  private final boolean aligned;

  private Access(int code, Method method, Element element, boolean aligned) {
    this.code = code;
    this.method = method;
    this.element = element;
    this.aligned = aligned;
  }

  private static Access[] table() {
    var table = new Access[SEGMENT + 2 * METHODS * Element.count()];
    Method[] methods = Method.values();
    for (int code = 0; code < table.length; code++) {
      int row = code - SEGMENT;
      table[code] =
          row < 0
              ? new Access(code, methods[code], null, true)
              : new Access(
                  code,
                  methods[SEGMENT + row / 2 % METHODS],
                  Element.at(row / 2 / METHODS),
                  row % 2 == 0);
    }
    return table;
  }

  /**
   * An access to a segment.
   *
   * @param aligned true for the layouts {@code JAVA_*}, false for {@code JAVA_*_UNALIGNED}
   */
  public static Access of(Method method, Element element, boolean aligned) {
    int methods = method.ordinal() - SEGMENT;
    if (methods < 0) {
      throw new IllegalArgumentException(method + " is no access to a segment");
    }
    return TABLE[SEGMENT + 2 * (element.ordinal() * METHODS + methods) + (aligned ? 0 : 1)];
  }

  /** The access of that code. */
  static Access at(int code) {
    return TABLE[code];
  }

  static int count() {
    return TABLE.length;
  }

  /**
   * The access of that text form, or null: {@code load}, {@code get.f64}, {@code
   * setAtIndex.i32.unaligned}.
   */
  static Access parse(String text) {
    for (Access access : TABLE) {
      if (access.toString().equals(text)) {
        return access;
      }
    }
    return null;
  }

  /** The number that stands in attributes. */
  public int code() {
    return code;
  }

  public Method method() {
    return method;
  }

  /** What a {@link Op#PROVEN} states of an index checked for this. */
  public Access forProven() {
    return isSegment() ? this : LOAD;
  }

  /** What a segment's access moves; null for arrays, whose type says it. */
  public Element element() {
    return element;
  }

  /** True if at some indices only memory is aligned as the access needs it. */
  public boolean testsAlignment() {
    return aligned && !isIndexed() && element != null && element.bytes() > 1;
  }

  /** The access of that element and alignment, to an index that counts elements or bytes. */
  public Access counting(boolean elements) {
    return of(
        isWrite()
            ? elements ? Method.SET_AT_INDEX : Method.SET
            : elements ? Method.GET_AT_INDEX : Method.GET,
        element,
        aligned);
  }

  /** The same access without alignment. */
  public Access unaligned() {
    return of(method, element, false);
  }

  /** False for the layouts {@code JAVA_*_UNALIGNED}. */
  public boolean isAligned() {
    return aligned;
  }

  /** True for a get or set of a segment. */
  public boolean isSegment() {
    return element != null;
  }

  /** True if memory is written. */
  public boolean isWrite() {
    return method == Method.STORE || method == Method.SET || method == Method.SET_AT_INDEX;
  }

  /** True for what takes an index: all but the lengths. */
  boolean isIndexable() {
    return method != Method.LENGTH && method != Method.BYTE_SIZE;
  }

  /** True if the index counts elements, as in arrays; false if it counts bytes. */
  public boolean isIndexed() {
    return method != Method.GET && method != Method.SET;
  }

  @Override
  public String toString() {
    return element == null
        ? method.text
        : method.text + "." + element + (aligned ? "" : ".unaligned");
  }
}
