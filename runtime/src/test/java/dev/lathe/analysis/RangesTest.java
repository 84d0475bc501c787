package dev.lathe.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.EdgeValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
  private final FunctionBuilder f =
      new FunctionBuilder("f", Type.I32, Type.I32, Type.I64, Type.BOOL);
  private final Ranges ranges = new Ranges();

  private Range of(Op op, Value... operands) {
    return ranges.of(f.op(op, operands));
  }

  @Test
  void narrowTypesHaveTheirBounds() {
    Value a = f.param(0);
    assertThat(of(Op.ZEXT16, a)).isEqualTo(Range.between(0, 65535));
    assertThat(of(Op.SEXT8, a)).isEqualTo(Range.between(-128, 127));
    assertThat(of(Op.SEXT16, a)).isEqualTo(Range.between(-32768, 32767));
    assertThat(ranges.of(f.param(2))).isEqualTo(Range.between(0, 1));
    assertThat(ranges.of(a)).isEqualTo(Range.full(Type.I32));
    assertThat(ranges.of(f.convert(Op.ZEXT, Type.I64, a)).max()).isEqualTo(0xFFFF_FFFFL);
    assertThat(Range.full(Type.I64)).isEqualTo(Range.between(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Test
  void boundsFollowArithmeticUnlessItMayWrap() {
    Value c = f.op(Op.ZEXT16, f.param(0));
    Value seven = f.i32(7);
    assertThat(of(Op.IADD, c, seven)).isEqualTo(Range.between(7, 65542));
    assertThat(of(Op.ISUB, seven, c)).isEqualTo(Range.between(7 - 65535, 7));
    assertThat(of(Op.IMUL, c, seven)).isEqualTo(Range.between(0, 7 * 65535));
    assertThat(of(Op.IMUL, c, c)).isEqualTo(Range.full(Type.I32));
    assertThat(of(Op.IADD, f.param(0), seven)).isEqualTo(Range.full(Type.I32));
    assertThat(of(Op.IREM, f.param(0), seven)).isEqualTo(Range.between(-6, 6));
    assertThat(of(Op.UDIV, f.param(1), f.i64(16)).max()).isEqualTo(-1L >>> 4);
    assertThat(of(Op.AND, f.param(0), f.i32(0x70)).max()).isEqualTo(0x70);
    assertThat(of(Op.SHL, f.param(0), f.i32(4)).zeros()).isEqualTo(15);
    assertThat(of(Op.SELECT, f.param(2), c, seven)).isEqualTo(Range.between(0, 65535));
  }

  /** Whatever random expression: no value of it lies outside its range. */
  @Test
  void everyValueLiesInItsRange() {
    Op[] ops = {
      Op.IADD, Op.ISUB, Op.IMUL, Op.INEG, Op.IMIN, Op.IMAX, Op.AND, Op.OR, Op.XOR, Op.NOT, Op.SHL,
      Op.SHR, Op.USHR, Op.IDIV, Op.IREM, Op.UDIV, Op.UREM, Op.POPCNT, Op.CLZ, Op.CTZ, Op.SEXT8,
      Op.SEXT16, Op.ZEXT16, Op.SEXT, Op.ZEXT, Op.TRUNC, Op.SELECT, Op.ROTL
    };
    int[] ints = EdgeValues.ints();
    long[] longs = EdgeValues.longs();
    int[] constants = {0, 1, 2, 3, 5, 7, 8, 15, 31, 32, 63, 64, 100, 255, 65535, -1, -2, -8, -100};
    for (long seed = 1; seed <= 1500; seed++) {
      var random = new Random(seed);
      random.nextLong();
      var builder = new FunctionBuilder("f", Type.I64, Type.I32, Type.I64);
      List<Value> narrow = new ArrayList<>(List.of(builder.param(0)));
      List<Value> wide = new ArrayList<>(List.of(builder.param(1)));
      Value last = builder.param(1);
      for (int i = 0; i < 6; i++) {
        Op op = ops[random.nextInt(ops.length)];
        boolean isWide =
            op.domain() == Op.Domain.I64 || op.domain() != Op.Domain.I32 && random.nextBoolean();
        List<Value> pool = isWide ? wide : narrow;
        Value a = pool.get(random.nextInt(pool.size()));
        int c = constants[random.nextInt(constants.length)];
        Value b =
            random.nextInt(3) == 0
                ? pool.get(random.nextInt(pool.size()))
                : isWide ? builder.i64(c) : builder.i32(c);
        last =
            switch (op) {
              case IDIV, IREM, UDIV, UREM ->
                  builder.op(
                      op, a, isWide ? builder.i64(c == 0 ? 9 : c) : builder.i32(c == 0 ? 9 : c));
              case SHL, SHR, USHR, ROTL ->
                  builder.op(op, a, random.nextInt(3) == 0 ? narrow.getLast() : builder.i32(c));
              case SEXT, ZEXT -> builder.convert(op, Type.I64, narrow.getLast());
              case TRUNC -> builder.convert(op, Type.I32, a);
              case SELECT -> builder.op(op, builder.icmp(IntPredicate.LT, a, b), a, b);
              default -> op.shape().operands() == 1 ? builder.op(op, a) : builder.op(op, a, b);
            };
        (last.type() == Type.I64 ? wide : narrow).add(last);
      }
      builder.ret(last.type() == Type.I64 ? last : builder.convert(Op.SEXT, Type.I64, last));
      Function function = builder.build();
      Range range = new Ranges().of(last);
      for (int a : ints) {
        long b = longs[random.nextInt(longs.length)];
        long value = Interpreter.run(function, a, b);
        if (!range.contains(value)) {
          assertThat(range.contains(value))
              .as("%d for %d, %d in %s%n%s", value, a, b, range, IrPrinter.print(function))
              .isTrue();
        }
      }
    }
  }
}
