package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.OpSemantics;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.ir.Verifier;
import dev.lathe.testing.EdgeValues;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrengthReductionTest {
  @TestFactory
  Stream<DynamicTest> forms() {
    return FoldTest.rules(
        """
        (imul a 3i) => (iadd a (shl a 1i))
        (imul l 9l) => (iadd l (shl l 3i))
        (imul a 7i) => (isub (shl a 3i) a)
        (imul a -4i) => (ineg (shl a 2i))
        (imul a -7i) => (isub a (shl a 3i))
        (imul a 0x7fffffffi) => (isub (shl a 31i) a)
        (imul a 11i) => (imul a 11i)
        (idiv a 8i) => (shr (iadd a (ushr (shr a 31i) 29i)) 3i)
        (idiv a 2i) => (shr (iadd a (ushr a 31i)) 1i)
        (idiv a -2i) => (ineg (shr (iadd a (ushr a 31i)) 1i))
        (idiv (zext16 a) 8i) => (shr (zext16 a) 3i)
        (idiv a -2147483648i) => (zext (icmp.eq a -2147483648i))
        (udiv a 8i) => (ushr a 3i)
        (udiv a -5i) => (zext (icmp.uge a -5i))
        (urem a 8i) => (and a 7i)
        (urem a -2147483648i) => (and a 2147483647i)
        (irem (zext16 a) 8i) => (and a 7i)
        (irem a 8i) => (isub (and (iadd a (ushr (shr a 31i) 29i)) 7i) (ushr (shr a 31i) 29i))
        (irem a -2i) => (isub (and (iadd a (ushr a 31i)) 1i) (ushr a 31i))
        (icmp.eq (urem a 3i) 0i) => (icmp.ule (imul a -1431655765i) 1431655765i)
        (icmp.ne (irem a 3i) 0i) => (icmp.ugt (iadd (imul a -1431655765i) 715827882i) 1431655764i)
        """,
        new StrengthReduction());
  }

  @ParameterizedTest
  @CsvSource({"IDIV", "IREM", "UDIV", "UREM"})
  void everyDivisorGivesTheQuotientsOfTheDivision(Op op) {
    for (Type type : new Type[] {Type.I32, Type.I64}) {
      for (long divisor : divisors(type)) {
        check(type, op, divisor, false, false);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"IREM", "UREM"})
  void divisibilityIsTestedWithoutDivision(Op op) {
    for (Type type : new Type[] {Type.I32, Type.I64}) {
      for (long divisor : divisors(type)) {
        check(type, op, divisor, false, true);
      }
    }
  }

  @Test
  void dividendsThatAreNotNegativeNeedNoCorrection() {
    for (Type type : new Type[] {Type.I32, Type.I64}) {
      for (long divisor : divisors(type)) {
        check(type, Op.IDIV, divisor, true, false);
        check(type, Op.IREM, divisor, true, true);
      }
    }
    Function function = Expressions.parse("(idiv (ushr a 1i) 7i)");
    new StrengthReduction().run(function, new PassContext());
    assertThat(Expressions.print(function))
        .isEqualTo("(trunc (ushr (imul (zext (ushr a 1i)) 2454267027l) 34i))");
  }

  /** Checks {@code x op divisor}, or {@code x >>> 1}, or whether the result is 0. */
  private static void check(Type type, Op op, long divisor, boolean nonNegative, boolean isZero) {
    var builder = new FunctionBuilder("f", isZero ? Type.BOOL : type, type);
    Value x = builder.param(0);
    x = nonNegative ? builder.op(Op.USHR, x, builder.i32(1)) : x;
    Value result = builder.op(op, x, builder.constant(type, divisor));
    builder.ret(isZero ? builder.icmp(IntPredicate.EQ, result, builder.constant(type, 0)) : result);
    Function function = builder.build();
    new StrengthReduction().run(function, new PassContext());
    Verifier.verify(function);
    new DeadCode().run(function, new PassContext());
    assertThat(function.entry().values()).extracting(Value::op).doesNotContain(op);
    for (long argument : dividends(type, divisor)) {
      long dividend = nonNegative ? evaluate(Op.USHR, type, argument, 1) : argument;
      long expected = evaluate(op, type, dividend, divisor);
      expected = isZero ? expected == 0 ? 1 : 0 : expected;
      long actual = Interpreter.run(function, argument);
      if (actual != expected) {
        assertThat(actual)
            .as("%d %s %d by%n%s", dividend, op, divisor, IrPrinter.print(function))
            .isEqualTo(expected);
      }
    }
  }

  private static long evaluate(Op op, Type type, long a, long b) {
    return OpSemantics.evaluate(op, type, type, 0, a, b, 0);
  }

  private static Set<Long> divisors(Type type) {
    var divisors = new LinkedHashSet<Long>();
    for (long d = 1; d <= 1000; d++) {
      divisors.add(d);
      divisors.add(-d);
    }
    for (int k = 10; k < type.bits(); k++) {
      for (int offset = -1; offset <= 1; offset++) {
        divisors.add(wrap(type, (1L << k) + offset));
        divisors.add(wrap(type, -(1L << k) + offset));
      }
    }
    for (long d :
        new long[] {
          641, 6_700_417, 1_000_000_007, 1_000_000, 10_000_000_000L, 0x5555_5555_5555_5555L
        }) {
      divisors.add(wrap(type, d));
      divisors.add(wrap(type, -d));
    }
    return divisors;
  }

  private static Set<Long> dividends(Type type, long divisor) {
    var dividends = new LinkedHashSet<Long>();
    long min = type == Type.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
    for (long start : new long[] {0, min, ~min, -1, min / divisor / 2 * divisor}) {
      for (long offset = -2; offset <= 2; offset++) {
        dividends.add(wrap(type, start + offset));
        dividends.add(wrap(type, start + divisor + offset));
        dividends.add(wrap(type, start - divisor + offset));
      }
    }
    // The last multiples, where an inexact reciprocal errs first.
    long last = evaluate(Op.UDIV, type, -1, divisor) * divisor;
    for (long offset = -1; offset <= 1; offset++) {
      dividends.add(wrap(type, last + offset));
      dividends.add(wrap(type, ~min / divisor * divisor + offset));
      dividends.add(wrap(type, min / divisor * divisor + offset));
    }
    if (Math.abs(divisor) < 20) {
      for (long value : EdgeValues.bits(type)) {
        dividends.add(value);
      }
    }
    return dividends;
  }

  private static long wrap(Type type, long value) {
    return type == Type.I32 ? (int) value : value;
  }
}
