package dev.lathe.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A basic block: parameters, values in execution order, one terminator. Parameters take the place
 * of phi functions: each {@link Target} that names the block passes one argument for each.
 */
public final class Block {
  private final Function function;
  int id; // the parser alone changes it, before anyone sees the block
  private final ArrayList<Value> params = new ArrayList<>();
  private final ArrayList<Value> values = new ArrayList<>();
  private final List<Value> readOnlyParams = Collections.unmodifiableList(params);
  private final List<Value> readOnlyValues = Collections.unmodifiableList(values);
  private Terminator terminator;

  Block(Function function, int id) {
    this.function = function;
    this.id = id;
  }

  public Function function() {
    return function;
  }

  /** A number unique in the function, below {@link Function#blockCount}. */
  public int id() {
    return id;
  }

  /** The parameters; read only. */
  public List<Value> params() {
    return readOnlyParams;
  }

  public Value param(int index) {
    return params.get(index);
  }

  /** Appends a parameter; every target of this block must be given an argument for it. */
  public Value addParam(Type type) {
    Value param = function.newValue(Op.PARAM, type, params.size(), new Value[0], 0);
    param.block = this;
    params.add(param);
    return param;
  }

  /**
   * Removes the parameters whose index is in {@code dead}, with the arguments that {@code targets}
   * pass for them. The remaining parameters are replaced by new values of other index; returns the
   * map from old index to new value, null for removed ones.
   */
  public Value[] removeParams(java.util.BitSet dead, Iterable<Target> targets) {
    var renamed = new Value[params.size()];
    var old = new ArrayList<>(params);
    params.clear();
    for (int i = 0; i < old.size(); i++) {
      if (!dead.get(i)) {
        renamed[i] = addParam(old.get(i).type());
      }
    }
    for (Target target : targets) {
      List<Value> arguments = target.arguments();
      int kept = 0;
      for (int i = 0; i < arguments.size(); i++) {
        if (!dead.get(i)) {
          arguments.set(kept++, arguments.get(i));
        }
      }
      arguments.subList(kept, arguments.size()).clear();
    }
    return renamed;
  }

  /** The values in execution order, parameters not among them; read only. */
  public List<Value> values() {
    return readOnlyValues;
  }

  /** Appends a value made by {@link Function#newValue}. */
  public Value append(Value value) {
    value.block = this;
    values.add(value);
    return value;
  }

  /** Replaces the values by {@code list}: how a pass inserts, removes and reorders. */
  public void setValues(List<Value> list) {
    var copy = new ArrayList<>(list); // list may be a view of values
    values.clear();
    for (Value value : copy) {
      append(value);
    }
  }

  /** The terminator, or null while the block is under construction. */
  public Terminator terminator() {
    return terminator;
  }

  public void setTerminator(Terminator terminator) {
    this.terminator = terminator;
  }

  /** The number: cheaper than that of an object, and the same in each run. */
  @Override
  public int hashCode() {
    return id;
  }

  /** The name in the text form, such as {@code b2}. */
  @Override
  public String toString() {
    return "b" + id;
  }
}
