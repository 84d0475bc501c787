package dev.lathe.lang;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The last step of SSA construction: drops unreachable blocks, puts the others into reverse
 * postorder, and removes block parameters that have one value only (Braun et al. 2013, "trivial phi
 * functions"). What is left is minimal and pruned SSA, as our control flow is reducible.
 */
final class SsaCleanup {
  private final Function function;
  private final List<List<Target>> incoming = new ArrayList<>(); // by block id
  private final Value[] replacements; // by value id
  private final int[] scanned; // by id of a parameter: edges that pass it nothing but ...
  private final Value[] found; // ... this value

  private SsaCleanup(Function function) {
    this.function = function;
    this.replacements = new Value[function.valueCount()];
    this.scanned = new int[function.valueCount()];
    this.found = new Value[function.valueCount()];
  }

  static void run(Function function) {
    var cleanup = new SsaCleanup(function);
    cleanup.orderBlocks();
    cleanup.findIncoming();
    cleanup.findTrivialParams();
    cleanup.removeParams();
    cleanup.rewrite();
  }

  private void orderBlocks() {
    var seen = new BitSet();
    var stack = new ArrayDeque<Block>();
    var postorder = new ArrayList<Block>();
    var open = new BitSet();
    stack.push(function.entry());
    while (!stack.isEmpty()) {
      Block block = stack.peek();
      if (seen.get(block.id())) {
        stack.pop();
        if (open.get(block.id())) {
          open.clear(block.id());
          postorder.add(block);
        }
        continue;
      }
      seen.set(block.id());
      open.set(block.id());
      // The last pushed is visited first and so placed last: the first target follows its branch.
      for (Target target : block.terminator().targets()) {
        if (!seen.get(target.block().id())) {
          stack.push(target.block());
        }
      }
    }
    Collections.reverse(postorder);
    function.setBlocks(postorder);
  }

  private void findIncoming() {
    for (int i = 0; i < function.blockCount(); i++) {
      incoming.add(new ArrayList<>());
    }
    for (Block block : function.blocks()) {
      for (Target target : block.terminator().targets()) {
        incoming.get(target.block().id()).add(target);
      }
    }
  }

  private void findTrivialParams() {
    var users = new ArrayList<List<Value>>(Collections.nCopies(function.valueCount(), null));
    var queue = new ArrayDeque<Value>();
    for (Block block : function.blocks()) {
      if (block == function.entry()) {
        continue;
      }
      for (Value param : block.params()) {
        queue.add(param);
        for (Target target : incoming.get(block.id())) {
          int argument = target.arguments().get(param.paramIndex()).id();
          if (users.get(argument) == null) {
            users.set(argument, new ArrayList<>());
          }
          users.get(argument).add(param);
        }
      }
    }
    while (!queue.isEmpty()) {
      Value param = queue.remove();
      Value only = replacements[param.id()] == null ? onlyArgument(param) : null;
      if (only == null) {
        continue;
      }
      replacements[param.id()] = only;
      List<Value> affected = users.get(param.id());
      if (affected != null) {
        queue.addAll(affected);
        if (only.op() == Op.PARAM) {
          users.set(only.id(), joined(affected, users.get(only.id())));
        }
      }
    }
  }

  /** Both lists in one; the shorter is copied, so that all joining takes O(n log n). */
  private static List<Value> joined(List<Value> a, List<Value> b) {
    if (b == null) {
      return a;
    }
    List<Value> longer = a.size() >= b.size() ? a : b;
    longer.addAll(longer == a ? b : a);
    return longer;
  }

  /** The one value besides itself that {@code param} can have, or null if there are several. */
  private Value onlyArgument(Value param) {
    List<Target> edges = incoming.get(param.block().id());
    Value only = found[param.id()] == null ? null : resolve(found[param.id()]);
    if (only == param) {
      only = null;
    }
    int e = scanned[param.id()]; // what was equal before is equal still
    while (e < edges.size()) {
      Value argument = resolve(edges.get(e).arguments().get(param.paramIndex()));
      if (argument != param && argument != only) {
        if (only != null) {
          break;
        }
        only = argument;
      }
      e++;
    }
    scanned[param.id()] = e;
    found[param.id()] = only;
    return e < edges.size() ? null : only;
  }

  private Value resolve(Value value) {
    Value at = value;
    while (at.id() < replacements.length && replacements[at.id()] != null) {
      Value next = replacements[at.id()];
      if (next.id() < replacements.length && replacements[next.id()] != null) {
        replacements[at.id()] = replacements[next.id()]; // halves the path
      }
      at = next;
    }
    return at;
  }

  private void removeParams() {
    for (Block block : function.blocks()) {
      var dead = new BitSet();
      for (Value param : block.params()) {
        if (replacements[param.id()] != null) {
          dead.set(param.paramIndex());
        }
      }
      if (dead.isEmpty()) {
        continue;
      }
      List<Value> old = List.copyOf(block.params());
      Value[] renamed = block.removeParams(dead, incoming.get(block.id()));
      for (int i = 0; i < renamed.length; i++) {
        if (renamed[i] != null) {
          replacements[old.get(i).id()] = renamed[i];
        }
      }
    }
  }

  private void rewrite() {
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        for (int i = 0; i < value.operandCount(); i++) {
          value.setOperand(i, resolve(value.operand(i)));
        }
      }
      for (Target target : block.terminator().targets()) {
        target.arguments().replaceAll(this::resolve);
      }
      block.setTerminator(
          switch (block.terminator()) {
            case Terminator.Jump jump -> jump;
            case Terminator.Branch branch ->
                new Terminator.Branch(
                    resolve(branch.condition()), branch.then(), branch.otherwise());
            case Terminator.Switch select ->
                new Terminator.Switch(
                    resolve(select.selector()), select.keys(), select.cases(), select.otherwise());
            case Terminator.Return exit ->
                exit.value() == null ? exit : new Terminator.Return(resolve(exit.value()));
          });
    }
  }
}
