package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Lowers {@link dev.lathe.ir.Op#COMPRESS} for AVX2, which has no instruction for it: by the
 * permutation that a table has for each mask, as databases select rows (Polychroniou, Raghavan and
 * Ross 2015). Lanes that are off are cleared before; one of them is where nothing is left.
 */
final class X64Avx2Compress {
  private static final int WORDS = 8; // of 32 bits in a register

  private X64Avx2Compress() {}

  static void emit(X64Avx2 code, Value value) {
    Type type = value.type();
    int lanes = type.lanes();
    Reg mask = code.use(value.operand(1)); // whose lanes are as wide
    Reg bits = code.general(8);
    Reg table = code.general(8);
    Reg cleared = code.vector(32);
    Reg order = code.vector(32);
    code.bits(bits, mask, lanes);
    code.emit(X64Op.LEA_R64_M, table, Mem.of(code.buffer.constant(orders(lanes))));
    code.emit(VPMOVZXBD.of(32), order, Mem.of(table, bits, 8, 0));
    code.emit(VPAND.of(32), cleared, mask, code.use(value.operand(0)));
    code.emit(VPERMD.of(32), code.result(value), order, cleared);
  }

  /** For each mask of so many lanes the word that each word of the result is, a byte each. */
  static long[] orders(int lanes) {
    int per = WORDS / lanes;
    var orders = new long[1 << lanes];
    for (int mask = 0; mask < orders.length; mask++) {
      int at = 0;
      for (int lane = 0; lane < lanes; lane++) {
        if ((mask >> lane & 1) != 0) {
          at = put(orders, mask, at, lane, per);
        }
      }
      int off = Integer.numberOfTrailingZeros(~mask); // of no meaning if all are on
      while (at < WORDS) {
        at = put(orders, mask, at, off, per);
      }
    }
    return orders;
  }

  private static int put(long[] orders, int mask, int at, int lane, int per) {
    for (int word = 0; word < per; word++) {
      orders[mask] |= (long) (lane * per + word) << 8 * (at + word);
    }
    return at + per;
  }
}
