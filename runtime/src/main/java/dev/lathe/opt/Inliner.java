package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.OpSemantics;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the body of one function into another. The body takes the place of a value: what came
 * before it goes on into the copy of the body's entry, the body's returns jump to a new block that
 * starts with what came after it, whose parameter is the result, if there is one.
 */
final class Inliner {
  private final Function function;

  Inliner(Function function) {
    this.function = function;
  }

  /**
   * Appends a copy of {@code body} to {@code block}, whose values are {@code values} so far and
   * which has no terminator any more.
   *
   * @param arguments the body's parameters
   * @param lines of the copies
   * @param layout the new blocks are added to it
   * @return the block in which execution goes on; its parameter is the result
   */
  Block append(
      Function body,
      Block block,
      List<Value> values,
      Value[] arguments,
      CopiedLines lines,
      List<Block> layout) {
    ControlFlow flow = ControlFlow.of(body);
    var copies = new Value[body.valueCount()]; // by id in the body
    var blocks = new Block[body.blockCount()];
    for (int i = 0; i < arguments.length; i++) {
      copies[body.entry().param(i).id()] = arguments[i];
    }
    blocks[body.entry().id()] = block;
    for (int b = 1; b < flow.size(); b++) {
      Block copy = function.addBlock();
      blocks[flow.block(b).id()] = copy;
      layout.add(copy);
      List<Value> params = flow.block(b).params();
      for (int i = 0; i < params.size(); i++) {
        copies[params.get(i).id()] = copy.addParam(params.get(i).type());
      }
    }
    Block after = function.addBlock();
    if (body.result() != Type.VOID) {
      after.addParam(body.result());
    }
    layout.add(after);
    for (int b = 0; b < flow.size(); b++) { // definitions before uses
      Block from = flow.block(b);
      var list = new ArrayList<Value>(b == 0 ? values : List.of());
      for (int i = 0; i < from.values().size(); i++) {
        list.add(copy(body, from.values().get(i), copies, lines.copy(from.values().get(i).line())));
      }
      Block to = blocks[from.id()];
      to.setValues(list);
      to.setTerminator(copy(from.terminator(), copies, blocks, after));
    }
    return after;
  }

  private Value copy(Function body, Value value, Value[] copies, int line) {
    if (value.op() == Op.ASSERTIONS) { // the body's flag, not this function's
      Value flag = function.newConst(value.type(), OpSemantics.assertions(body), line);
      copies[value.id()] = flag;
      return flag;
    }
    var operands = new Value[value.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = copies[value.operand(i).id()];
    }
    Value copy = function.newValue(value.op(), value.type(), attribute(value), operands, line);
    copies[value.id()] = copy;
    return copy;
  }

  /** The attribute of a copy, which may name something of the body. */
  private long attribute(Value value) {
    Op op = value.op();
    if (op == Op.NONNULL || op == Op.INDEX) {
      return function.checkAttribute(value.access(), value.referenceName());
    }
    if (op == Op.CALL) {
      return function.addCallee(value.callee());
    }
    if (op == Op.TABLE) {
      return function.addTable(value.table());
    }
    return op == Op.VCONST ? function.addLanes(value.lanes()) : value.attribute();
  }

  private static Terminator copy(
      Terminator terminator, Value[] copies, Block[] blocks, Block after) {
    if (terminator instanceof Terminator.Return end) {
      return new Terminator.Jump(
          end.value() == null ? new Target(after) : new Target(after, copies[end.value().id()]));
    }
    if (terminator instanceof Terminator.Jump jump) {
      return new Terminator.Jump(copy(jump.target(), copies, blocks));
    }
    if (terminator instanceof Terminator.Branch branch) {
      return new Terminator.Branch(
          copies[branch.condition().id()],
          copy(branch.then(), copies, blocks),
          copy(branch.otherwise(), copies, blocks));
    }
    var choice = (Terminator.Switch) terminator;
    var cases = new ArrayList<Target>(choice.cases().size());
    for (int i = 0; i < choice.cases().size(); i++) {
      cases.add(copy(choice.cases().get(i), copies, blocks));
    }
    return new Terminator.Switch(
        copies[choice.selector().id()],
        choice.keys(),
        List.copyOf(cases),
        copy(choice.otherwise(), copies, blocks));
  }

  private static Target copy(Target target, Value[] copies, Block[] blocks) {
    var copy = new Target(blocks[target.block().id()]);
    for (int i = 0; i < target.arguments().size(); i++) {
      copy.arguments().add(copies[target.arguments().get(i).id()]);
    }
    return copy;
  }
}
