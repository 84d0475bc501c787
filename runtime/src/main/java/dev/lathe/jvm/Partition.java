package dev.lathe.jvm;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A function cut into {@link Part}s, and these dealt out to {@link Chunk}s of at most {@code
 * budget} estimated bytes each (HotSpot never compiles a method beyond 8,000). Unreachable blocks
 * are left out. A block is cut only if it alone exceeds the budget, and a loop that fits into one
 * chunk is put into one: what runs often should not change methods. An edge of very many arguments
 * becomes parts of its own, which pass some each.
 */
final class Partition {
  private static final int MAX_CASES = 128;

  /** What it takes to load a value from the frame and to store it to another slot, about. */
  private static final int BYTES_MOVED = 24;

  /** How many of 65,535 constant pool entries are left to the function's constants. */
  static final int POOLED_CONSTANTS = 50_000;

  final Function function;
  final ArrayList<Chunk> chunks = new ArrayList<>();
  private final Part[] firstOfBlock;
  private final Uses uses;
  private final int unpooled;
  private final BitSet headers; // by block id
  private final IdentityHashMap<Target, Part> detours = new IdentityHashMap<>();
  private final int mostArguments; // of an edge in one piece
  private int entryBits;

  /**
   * @param pooled how many entries of the constant pool may be used, about
   */
  Partition(Function function, int budget, int pooled) {
    this.function = function;
    this.firstOfBlock = new Part[function.blockCount()];
    this.uses = Uses.of(function);
    this.mostArguments = Math.max(1, budget / BYTES_MOVED);
    this.unpooled = firstUnpooled(function, pooled);
    ControlFlow flow = ControlFlow.of(function);
    this.headers = headers(flow);
    List<Block> blocks = reachable(function, flow);
    var partsOf = new ArrayList<List<Part>>(blocks.size());
    for (Block block : blocks) {
      List<Part> parts = cut(block, budget);
      firstOfBlock[block.id()] = parts.getFirst();
      partsOf.add(parts);
    }
    deal(blocks, partsOf, budget);
    findEntries();
  }

  boolean isSingle() {
    return chunks.size() == 1 && detours.isEmpty();
  }

  /** The part where control enters {@code block}. */
  Part first(Block block) {
    return firstOfBlock[block.id()];
  }

  /** True if a call of this function may take long: it has a loop, a call, or is large. */
  boolean takesLong() {
    return !isSingle() || !headers.isEmpty() || !function.callees().isEmpty();
  }

  /** True if {@code part} begins a block that other parts go back to. */
  boolean isHeader(Part part) {
    return part.first && headers.get(part.block.id());
  }

  /** How many operands, arguments and the like {@code value} is. */
  int uses(Value value) {
    return uses.count(value);
  }

  /** True if {@code constant} is in the constant pool; once that is full, they are computed. */
  boolean isPooled(Value constant) {
    return constant.id() < unpooled;
  }

  /** The number by which another chunk asks for {@code part}, which is an entry. */
  int state(Part part) {
    return part.chunk.number << entryBits | part.entry;
  }

  /** How many of the low bits of a {@link #state} number the entry of the chunk. */
  int entryBits() {
    return entryBits;
  }

  /** The parts that control may go to from {@code part}. */
  List<Part> successors(Part part) {
    var result = new ArrayList<Part>();
    if (part.next != null) {
      result.add(part.next);
    }
    if (part.below != null) {
      result.add(part.below);
      result.add(part.above);
    }
    for (Target target : part.targets()) {
      result.add(next(target));
    }
    return result;
  }

  /** The part of the edge {@code target} that begins to pass its arguments, or null if none. */
  Part detour(Target target) {
    return detours.get(target);
  }

  /** The part that the edge {@code target} goes to first. */
  Part next(Target target) {
    Part detour = detours.get(target);
    return detour == null ? first(target.block()) : detour;
  }

  /**
   * True if the argument must be saved before parts of the edge store to the parameters: it is
   * another one of these.
   */
  static boolean isSaved(Target edge, int argument) {
    Value value = edge.arguments().get(argument);
    return value.op() == Op.PARAM
        && value.block() == edge.block()
        && value != edge.block().param(argument);
  }

  /** The blocks that another one goes back to: every cycle has one. */
  private static BitSet headers(ControlFlow flow) {
    var headers = new BitSet();
    for (int b = 0; b < flow.size(); b++) {
      for (Target target : flow.block(b).terminator().targets()) {
        if (flow.position(target.block()) <= b) {
          headers.set(target.block().id());
        }
      }
    }
    return headers;
  }

  private static int firstUnpooled(Function function, int pooled) {
    if (function.valueCount() <= pooled / 2) {
      return Integer.MAX_VALUE;
    }
    var entries = new byte[function.valueCount()];
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.isConst()) {
          entries[value.id()] = (byte) Locals.kind(value.type()).slotSize();
        }
      }
    }
    int total = 0;
    for (int id = 0; id < entries.length; id++) {
      total += entries[id];
      if (total > pooled) {
        return id;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** The blocks that the entry reaches, in layout order. */
  private static List<Block> reachable(Function function, ControlFlow flow) {
    var result = new ArrayList<Block>(flow.size());
    for (Block block : function.blocks()) {
      if (flow.isReachable(block)) {
        result.add(block);
      }
    }
    return result;
  }

  private List<Part> cut(Block block, int budget) {
    var parts = new ArrayList<Part>();
    List<Value> values = block.values();
    int from = 0;
    int size = 0;
    for (int i = 0; i < values.size(); i++) {
      int next = size(values.get(i));
      if (size + next > budget) {
        append(parts, new Part(block, from, i, from == 0), size);
        from = i;
        size = 0;
      }
      size += next;
    }
    int end = terminatorSize(block.terminator());
    boolean searched =
        block.terminator() instanceof Terminator.Switch s
            && s.cases().size() > 1
            && (s.cases().size() > MAX_CASES || end > budget);
    if (!searched && size + end > budget && size > 0) {
      append(parts, new Part(block, from, values.size(), from == 0), size);
      from = values.size();
      size = 0;
    }
    var last = new Part(block, from, values.size(), parts.isEmpty());
    append(parts, last, size + (searched ? 20 : end));
    if (block.terminator() instanceof Terminator.Switch s) {
      last.high = s.cases().size();
      if (searched) {
        split(last, parts, budget);
      }
    }
    for (Target target : block.terminator().targets()) {
      if (isLong(target)) {
        detour(block, target, parts);
      }
    }
    return parts;
  }

  /** True if {@code edge} has more arguments than are passed in one piece. */
  private boolean isLong(Target edge) {
    return edge.arguments().size() > mostArguments;
  }

  /** Appends the parts that pass the arguments of {@code edge}. */
  private void detour(Block block, Target edge, List<Part> parts) {
    int size = edge.arguments().size();
    Part last = null;
    for (int pass = 0; pass < 2; pass++) {
      boolean saves = pass == 0;
      int low = 0;
      int moves = 0;
      for (int i = 0; i < size; i++) {
        if (!saves || isSaved(edge, i)) {
          moves++;
        }
        if (moves == mostArguments || moves > 0 && i == size - 1) {
          var part = new Part(block, block.values().size(), block.values().size(), false);
          part.moved = edge;
          part.saves = saves;
          part.low = low;
          part.high = i + 1;
          part.size = moves * BYTES_MOVED;
          parts.add(part);
          if (last == null) {
            detours.put(edge, part);
          } else {
            last.next = part;
          }
          last = part;
          low = i + 1;
          moves = 0;
        }
      }
    }
  }

  private static void append(List<Part> parts, Part part, int size) {
    part.size = size;
    if (!parts.isEmpty()) {
      parts.getLast().next = part;
    }
    parts.add(part);
  }

  /** Makes {@code node} an inner node of the search tree and appends what hangs below it. */
  private void split(Part node, List<Part> parts, int budget) {
    node.below = subtree(node, node.low, node.middle(), parts, budget);
    node.above = subtree(node, node.middle(), node.high, parts, budget);
  }

  private Part subtree(Part parent, int low, int high, List<Part> parts, int budget) {
    var part = new Part(parent.block, parent.to, parent.to, false);
    part.low = low;
    part.high = high;
    part.size = 20;
    for (Target target : part.targets()) {
      part.size += 8 + edgeSize(target);
    }
    parts.add(part);
    if (high - low > MAX_CASES || part.size > budget && high - low > 1) {
      part.size = 20;
      split(part, parts, budget);
    }
    return part;
  }

  private void deal(List<Block> blocks, List<List<Part>> partsOf, int budget) {
    var chunk = new Chunk(0);
    chunks.add(chunk);
    int[] loopSize = loopSizes(blocks, partsOf);
    for (int i = 0; i < blocks.size(); i++) {
      List<Part> parts = partsOf.get(i);
      int whole = loopSize[i] <= budget ? loopSize[i] : blockSize(parts);
      for (Part part : parts) {
        int wanted = part.first && whole <= budget ? whole : part.size;
        if (chunk.size > 0 && chunk.size + wanted > budget) {
          chunk = new Chunk(chunks.size());
          chunks.add(chunk);
        }
        chunk.add(part);
      }
    }
  }

  /** For each block, the size of the loop that it heads in layout order; its own if of none. */
  private int[] loopSizes(List<Block> blocks, List<List<Part>> partsOf) {
    var position = new int[function.blockCount()];
    var start = new int[blocks.size() + 1];
    for (int i = 0; i < blocks.size(); i++) {
      position[blocks.get(i).id()] = i;
      start[i + 1] = start[i] + blockSize(partsOf.get(i));
    }
    var sizes = new int[blocks.size()];
    for (int i = 0; i < blocks.size(); i++) {
      sizes[i] = Math.max(sizes[i], start[i + 1] - start[i]);
      for (Target target : blocks.get(i).terminator().targets()) {
        int header = position[target.block().id()];
        if (header <= i) {
          sizes[header] = Math.max(sizes[header], start[i + 1] - start[header]);
        }
      }
    }
    return sizes;
  }

  private static int blockSize(List<Part> parts) {
    int size = 0;
    for (Part part : parts) {
      size += part.size;
    }
    return size;
  }

  private void findEntries() {
    if (isSingle()) {
      return;
    }
    enter(first(function.entry()));
    for (Chunk chunk : chunks) {
      for (Part part : chunk.parts) {
        if (part.moved != null && part.next == null) {
          enter(first(part.moved.block())); // from the frame, even in the same chunk
        }
        for (Part successor : successors(part)) {
          if (successor.chunk != chunk) {
            enter(successor);
          }
        }
      }
    }
    // As few as suffice: small numbers, as most then are, need no entry of the constant pool.
    for (Chunk chunk : chunks) {
      entryBits =
          Math.max(entryBits, Integer.SIZE - Integer.numberOfLeadingZeros(chunk.entries.size()));
    }
  }

  private static void enter(Part part) {
    if (part.entry < 0) {
      part.entry = part.chunk.entries.size();
      part.chunk.entries.add(part);
    }
  }

  private int size(Value value) {
    if (value.isConst() || value.op() == Op.YIELD) {
      return 0;
    }
    int size =
        switch (value.op()) {
          case ADDOV, SUBOV, MULOV -> 16;
          case ICMP, FCMP, SELECT -> 12;
          case NONZERO -> 20;
          case GUARD -> 16;
          case INDEX -> value.operand(0).type().isArray() ? 45 : 50;
          case NONNULL -> 18;
          case ALEN, BYTESIZE -> 14;
          case LIMIT -> 64;
          case LOAD, STORE -> value.access().isSegment() ? 10 : 1;
          case SAME_REFERENCE -> 10;
          case IADD, ISUB, IMUL, AND, OR, XOR, SHL, SHR, USHR, FADD, FSUB, FMUL, FDIV -> 1;
          default -> 4;
        };
    for (int i = 0; i < value.operandCount(); i++) {
      size += operandSize(value.operand(i), value.block());
    }
    return size + (uses(value) == 1 ? 0 : 3);
  }

  private int operandSize(Value operand, Block block) {
    if (operand.isConst() && !isPooled(operand)) {
      return 14 * Locals.kind(operand.type()).slotSize() + 8;
    }
    if (operand.op() == Op.CONST || operand.op() == Op.PARAM || uses(operand) != 1) {
      return 3;
    }
    return operand.block() == block ? 0 : 14; // it may have to come from another chunk
  }

  private int terminatorSize(Terminator terminator) {
    int size = 10;
    for (Target target : terminator.targets()) {
      size += 8 + edgeSize(target);
    }
    return size;
  }

  private int edgeSize(Target target) {
    return isLong(target) ? 4 : 4 + 6 * target.arguments().size();
  }
}
