package dev.lathe.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * Which indices may be used by which loads and stores: what a check of the same reference has
 * proven, also if it comes through parameters of blocks. Passes that copy blocks make such
 * parameters.
 */
final class ProvenIndices {
  private final Function function;
  private List<List<Value>> arguments; // by value id: what is passed to a parameter; lazily

  ProvenIndices(Function function) {
    this.function = function;
  }

  /** True if the index of the load or store {@code value}, perhaps of vectors, is proven. */
  boolean allows(Value value) {
    Value index = value.operand(1);
    if (index.op() != Op.PARAM) {
      return proves(index, value);
    }
    var seen = new boolean[function.valueCount()];
    var work = new ArrayList<Value>();
    work.add(index);
    seen[index.id()] = true;
    while (!work.isEmpty()) {
      Value param = work.removeLast();
      if (param.block() == function.entry()) {
        return false;
      }
      for (Value argument : arguments(param)) {
        if (argument == null || argument.id() >= seen.length) {
          return false; // malformed, and told elsewhere
        }
        if (argument.op() != Op.PARAM) {
          if (!proves(argument, value)) {
            return false;
          }
        } else if (!seen[argument.id()]) {
          seen[argument.id()] = true;
          work.add(argument);
        }
      }
    }
    return true;
  }

  private static boolean proves(Value index, Value value) {
    return (index.op() == Op.INDEX || index.op() == Op.PROVEN)
        && origin(index.operand(0)) == origin(value.operand(0))
        && MemoryRules.allows(index.access(), value.access());
  }

  private static Value origin(Value reference) {
    Value of = reference;
    while (of.op() == Op.NONNULL) {
      of = of.operand(0);
    }
    return of;
  }

  private List<Value> arguments(Value param) {
    if (arguments == null) {
      arguments = new ArrayList<>();
      for (int i = 0; i < function.valueCount(); i++) {
        arguments.add(null);
      }
      for (Block block : function.blocks()) {
        if (block.terminator() != null) {
          for (Target target : block.terminator().targets()) {
            note(target);
          }
        }
      }
    }
    List<Value> list = arguments.get(param.id());
    return list == null ? List.of() : list;
  }

  private void note(Target target) {
    int count = Math.min(target.arguments().size(), target.block().params().size());
    for (int i = 0; i < count; i++) {
      int id = target.block().param(i).id();
      if (id < arguments.size()) {
        if (arguments.get(id) == null) {
          arguments.set(id, new ArrayList<>());
        }
        arguments.get(id).add(target.arguments().get(i));
      }
    }
  }
}
