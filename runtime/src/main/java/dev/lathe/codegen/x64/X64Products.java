package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Lowers the upper halves of products, and whether a product overflows, which no instruction on
 * lanes has: out of products of 32 bits by 32 (Warren, Hacker's Delight, 8-2).
 */
final class X64Products {
  private static final long LOW = 0xFFFF_FFFFL;

  private final X64Vectors code;
  private final boolean avx512;
  private final int size;
  private final boolean wide; // factors of 64 bits
  private final boolean same; // the second factor is one for all lanes
  private final Reg a;
  private final Reg b;

  private X64Products(X64Vectors code, Value value) {
    Type type = value.operand(0).type();
    this.code = code;
    this.avx512 = code instanceof X64Avx512;
    this.size = X64Vectors.width(type);
    this.wide = type.bits() == 64;
    this.same = code.origin(value.operand(1)).op() == Op.SPLAT;
    this.a = code.use(value.operand(0));
    this.b = code.use(value.operand(1));
  }

  /** The upper halves of products. */
  static void high(X64Vectors code, Value value) {
    var products = new X64Products(code, value);
    boolean signed = value.op() == Op.SMULH;
    if (products.wide) {
      products.high(signed, code.result(value));
    } else {
      products.highOfInts(signed, code.result(value));
    }
  }

  /** Whether products overflow, for AVX-512. */
  static void overflow(X64Avx512 code, Value value) {
    var products = new X64Products(code, value);
    int size = products.size;
    Reg high = code.vector(size);
    Reg low;
    if (products.wide) {
      products.high(true, high);
      low = products.op(VPMULLQ, products.a, products.b);
    } else {
      products.highOfInts(true, high);
      low = products.op(VPMULLD, products.a, products.b);
    }
    Reg sign = products.wide ? products.shift(VPSRAQ, low, 63) : products.shift(VPSRAD, low, 31);
    X64Packed row = products.wide ? VPCMPQ : VPCMPD;
    code.emit(row.of(size), code.result(value), high, sign, X64Vectors.imm(X64Vectors.NE));
  }

  /** Where products of ints do not overflow, for AVX2: in lanes of 32 bits. */
  static Reg exact(X64Avx2 code, Value value) {
    var products = new X64Products(code, value);
    Reg high = code.vector(products.size);
    products.highOfInts(true, high);
    Reg low = products.op(VPMULLD, products.a, products.b);
    return products.op(VPCMPEQD, high, products.shift(VPSRAD, low, 31));
  }

  private void highOfInts(boolean signed, Reg result) {
    X64Packed row = signed ? VPMULDQ : VPMULUDQ;
    Reg odd = op(row, shift(VPSRLQ, a, 32), same ? b : shift(VPSRLQ, b, 32));
    Reg even = shift(VPSRLQ, op(row, a, b), 32);
    if (avx512) { // even | odd & mask
      Mem mask = Mem.of(code.buffer.constant(~LOW));
      X64PackedOp merge = VPTERNLOGQ.broadcast(size);
      code.emitTied(merge, even, result, odd, mask, X64Vectors.imm(0xF8));
    } else {
      code.emit(VPBLENDD.of(size), result, even, odd, X64Vectors.imm(0xAA));
    }
  }

  private void high(boolean signed, Reg result) {
    Reg upperA = shift(VPSRLQ, a, 32);
    Reg upperB = shift(VPSRLQ, b, 32);
    Reg carried = op(VPADDQ, op(VPMULUDQ, upperA, b), shift(VPSRLQ, op(VPMULUDQ, a, b), 32));
    Reg low = code.vector(size);
    code.emitWithLanes(VPANDQ, size, Type.I64, LOW, low, carried);
    Reg middle = op(VPADDQ, op(VPMULUDQ, a, upperB), low);
    Reg high = op(VPADDQ, op(VPMULUDQ, upperA, upperB), shift(VPSRLQ, carried, 32));
    Reg more = shift(VPSRLQ, middle, 32);
    if (!signed) {
      code.emit(VPADDQ.of(size), result, high, more);
      return;
    }
    high = op(VPADDQ, high, more);
    high = op(VPSUBQ, high, op(VPANDQ, shift(VPSRAQ, a, 63), b));
    code.emit(VPSUBQ.of(size), result, high, op(VPANDQ, shift(VPSRAQ, b, 63), a));
  }

  private Reg op(X64Packed row, Reg first, Reg other) {
    Reg result = code.vector(size);
    code.emit(row.of(size), result, first, other);
    return result;
  }

  private Reg shift(X64Packed row, Reg of, int distance) {
    Reg result = code.vector(size);
    code.emit(row.of(size), result, of, X64Vectors.imm(distance));
    return result;
  }
}
