package dev.lathe.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;

/**
 * A function: a name, a result type and blocks, the first of which is the entry. The entry's
 * parameters are the function's and no target may name it. Not thread-safe.
 */
public final class Function {
  /**
   * The IR format this runtime reads and writes; generated classes state the one they were built
   * for.
   */
  public static final int FORMAT = 1;

  /** The least {@link Value#line} that is no line of the function itself. */
  public static final int INLINED = 1 << 20;

  private final String name;
  private final Type result;
  private final ArrayList<Block> blocks = new ArrayList<>();
  private final List<Block> readOnlyBlocks = Collections.unmodifiableList(blocks);
  private ArrayList<Callee> callees; // null until there is one
  private ArrayList<Table> tables; // null until there is one
  private ArrayList<long[]> lanes; // null until there are some
  private ArrayList<String> referenceNames; // null until there is one; name n is element n - 1
  private ArrayList<InlinedLine> inlinedLines; // null until there is one
  private HashMap<InlinedLine, Integer> inlinedNumbers; // the same by line
  private String sourceFile;
  private boolean interruptible;
  private boolean assertions;
  private FloatContract floats; // null for STRICT, so that kernels which are load less
  private Vectorize vectorize; // null for AUTO, whose class a first call need not load
  private int nextValue;
  private int nextBlock;

  /**
   * A function without values whose entry block has the given parameters.
   *
   * @param name as in {@code com.acme.Add.add}: what reports and stack traces call the kernel
   */
  public Function(String name, Type result, Type... params) {
    this.name = name;
    this.result = result;
    Block entry = addBlock();
    for (Type param : params) {
      entry.addParam(param);
    }
  }

  public String name() {
    return name;
  }

  public Type result() {
    return result;
  }

  /** The source file's simple name, such as {@code Add.java}, or null if it is not known. */
  public String sourceFile() {
    return sourceFile;
  }

  public void setSourceFile(String sourceFile) {
    this.sourceFile = sourceFile;
  }

  /**
   * True if an interrupt of the thread must end this function, however long it runs (see the
   * engines).
   */
  public boolean isInterruptible() {
    return interruptible;
  }

  public void setInterruptible(boolean interruptible) {
    this.interruptible = interruptible;
  }

  /** What {@link Op#ASSERTIONS} is. */
  public boolean assertions() {
    return assertions;
  }

  public void setAssertions(boolean assertions) {
    this.assertions = assertions;
  }

  /** What may be done to its arithmetic of floats. */
  public FloatContract floats() {
    return floats == null ? FloatContract.STRICT : floats;
  }

  /** True for another contract than {@link FloatContract#STRICT}. */
  boolean hasFloats() {
    return floats != null && floats != FloatContract.STRICT;
  }

  public void setFloats(FloatContract floats) {
    this.floats = floats;
  }

  /** What is wished of the loops; the wish of a module's root holds for what it calls. */
  public Vectorize vectorize() {
    return vectorize == null ? Vectorize.AUTO : vectorize;
  }

  public void setVectorize(Vectorize vectorize) {
    this.vectorize = vectorize == Vectorize.AUTO ? null : vectorize;
  }

  /** The functions that calls of this one name by their index; read only. */
  public List<Callee> callees() {
    return callees == null ? List.of() : Collections.unmodifiableList(callees);
  }

  /** What a {@link Op#CALL} with the attribute {@code index} calls. */
  public Callee callee(int index) {
    return callees.get(index);
  }

  /**
   * The index of {@code callee}, which is added if it is not there.
   *
   * @throws IrException if one of the same symbol with other types is there
   */
  public int addCallee(Callee callee) {
    if (callees == null) {
      callees = new ArrayList<>();
    }
    for (int i = 0; i < callees.size(); i++) {
      if (callees.get(i).symbol().equals(callee.symbol())) {
        if (!callees.get(i).hasTypes(callee.result(), callee.params())) {
          throw IrException.of(callees.get(i) + " is called as " + callee);
        }
        return i;
      }
    }
    callees.add(callee);
    return callees.size() - 1;
  }

  /**
   * Replaces the table of callees: how a pass removes those that nobody calls. The calls must fit.
   */
  public void setCallees(List<Callee> list) {
    callees = list.isEmpty() ? null : new ArrayList<>(list);
  }

  /** The lookup tables that the function may read; read only. */
  public List<Table> tables() {
    return tables == null ? List.of() : Collections.unmodifiableList(tables);
  }

  /** What a {@link Op#TABLE} with the attribute {@code index} names. */
  public Table table(int index) {
    return tables.get(index);
  }

  /** The index of {@code table}, which is added if none of its symbol is there. */
  public int addTable(Table table) {
    if (tables == null) {
      tables = new ArrayList<>();
    }
    for (int i = 0; i < tables.size(); i++) {
      if (tables.get(i).symbol().equals(table.symbol())) {
        return i;
      }
    }
    tables.add(table);
    return tables.size() - 1;
  }

  /** Replaces the table of tables, of the same symbols and types: how text gets what to read. */
  public void setTables(List<Table> list) {
    tables = list.isEmpty() ? null : new ArrayList<>(list);
  }

  /**
   * The constant lanes that a {@link Op#VCONST} with the attribute {@code index} has; read only.
   */
  long[] lanes(int index) {
    return lanes.get(index);
  }

  /** How many constants of lanes there are. */
  int laneConstants() {
    return lanes == null ? 0 : lanes.size();
  }

  /** The attribute of a {@link Op#VCONST} with these lanes. */
  public int addLanes(long... bits) {
    if (lanes == null) {
      lanes = new ArrayList<>();
    }
    for (int i = 0; i < lanes.size(); i++) {
      if (Arrays.equals(lanes.get(i), bits)) {
        return i;
      }
    }
    lanes.add(bits.clone());
    return lanes.size() - 1;
  }

  /** What checks call an array by: names by number, from 1. */
  String referenceName(int number) {
    return referenceNames.get(number - 1);
  }

  /** How many names there are. */
  int referenceNames() {
    return referenceNames == null ? 0 : referenceNames.size();
  }

  /**
   * The attribute of a {@link Op#NONNULL} or {@link Op#INDEX}.
   *
   * @param name what Java's message calls the array or segment, or null
   */
  public long checkAttribute(Access access, String name) {
    if (name == null) {
      return access.code();
    }
    if (referenceNames == null) {
      referenceNames = new ArrayList<>();
    }
    int number = referenceNames.indexOf(name) + 1;
    if (number == 0) {
      referenceNames.add(name);
      number = referenceNames.size();
    }
    return access.code() | (long) number << MemoryRules.NAME_SHIFT;
  }

  /** The lines of other functions that values may have; read only. */
  public List<InlinedLine> inlinedLines() {
    return inlinedLines == null ? List.of() : Collections.unmodifiableList(inlinedLines);
  }

  /** What the {@link Value#line} of a value means that is no line of this function; else null. */
  public InlinedLine inlinedLine(int line) {
    return line < INLINED ? null : inlinedLines.get(line - INLINED);
  }

  /**
   * What a value has as its line to tell that it is from there.
   *
   * @throws IrException if its own line is none or that of the call is none of this function
   */
  public int addInlinedLine(InlinedLine line) {
    if (line.line() >= INLINED || line.call() >= INLINED + inlinedLines().size()) {
      throw IrException.of(line + " is no line that " + name + " can have inlined");
    }
    if (inlinedLines == null) {
      inlinedLines = new ArrayList<>();
      inlinedNumbers = new HashMap<>();
    }
    Integer number = inlinedNumbers.putIfAbsent(line, inlinedLines.size());
    if (number != null) {
      return INLINED + number;
    }
    inlinedLines.add(line);
    return INLINED + inlinedLines.size() - 1;
  }

  /**
   * The line of this function where a value with that {@link Value#line} is computed: itself, or
   * that of the call in whose place it is; 0 if that is not known.
   */
  public int ownLine(int line) {
    int own = line;
    while (own >= INLINED) {
      own = inlinedLine(own).call();
    }
    return own;
  }

  /**
   * True if there are arrays or segments: parameters, tables, or what {@link Op#NEWARRAY} makes.
   */
  public boolean hasReferences() {
    if (tables != null) {
      return true;
    }
    for (int i = 0; i < params().size(); i++) {
      if (params().get(i).type().isReference()) {
        return true;
      }
    }
    for (int b = 0; b < blocks.size(); b++) {
      List<Value> values = blocks.get(b).values();
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i).op() == Op.NEWARRAY) {
          return true;
        }
      }
    }
    return false;
  }

  /** The parameters: those of the entry block. */
  public List<Value> params() {
    return entry().params();
  }

  public Block entry() {
    return blocks.getFirst();
  }

  /** The blocks in layout order, entry first; read only. */
  public List<Block> blocks() {
    return readOnlyBlocks;
  }

  /**
   * Replaces the blocks by {@code list}, whose first must be the entry: how a pass removes and
   * reorders.
   */
  public void setBlocks(List<Block> list) {
    var copy = new ArrayList<>(list);
    if (copy.isEmpty() || copy.getFirst() != entry()) {
      throw new IllegalArgumentException("the entry block must stay first");
    }
    blocks.clear();
    blocks.addAll(copy);
  }

  /** Appends an empty block. */
  public Block addBlock() {
    Block block = new Block(this, nextBlock++);
    blocks.add(block);
    return block;
  }

  /** An upper bound of all value ids: the size of a table indexed by {@link Value#id}. */
  public int valueCount() {
    return nextValue;
  }

  /** An upper bound of all block ids: the size of a table indexed by {@link Block#id}. */
  public int blockCount() {
    return nextBlock;
  }

  /** For the parser, which gives values and blocks the numbers of their names. */
  void setCounts(int values, int blocks) {
    nextValue = values;
    nextBlock = blocks;
  }

  /** A value that belongs to no block yet. Types are the verifier's to check. */
  public Value newValue(Op op, Type type, long attribute, Value[] operands, int line) {
    return new Value(nextValue++, op, type, attribute, operands, line);
  }

  /** A constant that belongs to no block yet. */
  public Value newConst(Type type, long bits, int line) {
    return newValue(Op.CONST, type, bits, new Value[0], line);
  }

  /** The text form. */
  @Override
  public String toString() {
    return IrPrinter.print(this);
  }
}
