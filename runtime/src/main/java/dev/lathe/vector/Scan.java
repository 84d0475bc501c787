package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A reduction that an iteration also uses otherwise, where it stands: {@code s += a[i]; b[i] = s}.
 * What iterations combine it with, its terms, does not depend on it, so lanes have these first.
 *
 * @param param the parameter of the loop's header
 * @param next what an iteration makes of it
 * @param op what combines
 * @param cone what {@code next} is computed of, from the parameter on
 * @param extrema those of the cone that are the lesser or the greater of two, by a comparison
 * @param terms the other operands of the cone, and the conditions that choose in it
 * @param edges by which what is passed in the cone depends
 */
record Scan(
    Value param,
    Value next,
    Op op,
    Set<Value> cone,
    Map<Value, ReductionSearch.Extremum> extrema,
    List<Value> terms,
    List<CommonPath.Edge> edges) {

  Type type() {
    return param.type();
  }

  /** The bits of what changes nothing. */
  long neutral() {
    boolean wide = type().bits() == 64;
    return switch (op) {
      case IMUL -> 1;
      case AND -> -1;
      case IMIN -> wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
      case IMAX -> wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
      case FADD -> bits(-0.0); // x + -0.0 is x
      case FMUL -> bits(1);
      case FMIN -> bits(Double.POSITIVE_INFINITY);
      case FMAX -> bits(Double.NEGATIVE_INFINITY);
      default -> 0;
    };
  }

  private long bits(double value) {
    return type() == Type.F64
        ? Double.doubleToRawLongBits(value)
        : Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL;
  }
}
