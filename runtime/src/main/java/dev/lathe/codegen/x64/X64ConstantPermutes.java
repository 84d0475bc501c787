package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.List;

/** Lowers permutations whose indices are constants, for which {@link X64Shuffle} finds the way. */
abstract class X64ConstantPermutes extends X64CommonLanes {
  X64ConstantPermutes(X64Patterns code) {
    super(code);
  }

  /** The indices of a permutation if they are constants and fill a register, else null. */
  final int[] constantIndices(Value value) {
    int last = value.operandCount() - 1;
    Value indices = origin(value.operand(last));
    Type type = value.type();
    if (indices.op() != Op.VCONST || bytes(type) < 16) {
      return null;
    }
    return X64Shuffle.indices(indices.lanes(), type, last);
  }

  /** Lowers a permutation if it is one that moves nothing or takes all from one source. */
  final boolean isMove(Value value, int[] indices) {
    for (int source = 0; source < value.operandCount() - 1; source++) {
      if (X64Shuffle.isIdentity(indices, source * indices.length)) {
        move(result(value), use(value.operand(source)), width(value.type()));
        return true;
      }
    }
    return false;
  }

  /** Lowers a permutation of bytes or words by rounds. */
  final void permuteInRounds(Value value, int[] indices) {
    Type type = value.type();
    int size = width(type);
    List<X64Shuffle.Round> rounds = X64Shuffle.rounds(type, indices);
    Reg joined = null;
    for (int i = 0; i < rounds.size(); i++) {
      X64Shuffle.Round round = rounds.get(i);
      boolean last = i == rounds.size() - 1;
      Reg from = use(value.operand(round.source()));
      if (!round.isInPlace()) {
        Reg moved = vector(size);
        if (size == 64) {
          emit(VSHUFI64X2.of(64), moved, from, from, imm(round.places()));
        } else {
          emit(VPERMQ_IMM.of(32), moved, from, imm(round.placesOfHalves()));
        }
        from = moved;
      }
      Reg part = last && joined == null ? result(value) : vector(size);
      Mem bytes = Mem.of(buffer.constant(words(size, 8, round.bytes())));
      emit(VPSHUFB.of(size), part, from, bytes);
      if (joined == null) {
        joined = part;
      } else {
        Reg sum = last ? result(value) : vector(size);
        emit(orRow(type).of(size), sum, joined, part);
        joined = sum;
      }
    }
  }

  /** -1 in the lanes that come from the second source. */
  final Mem secondLanes(Type type, int[] indices) {
    var lanes = new long[indices.length];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = -(indices[i] / lanes.length);
    }
    return Mem.of(buffer.constant(words(width(type), type.bits(), lanes)));
  }
}
