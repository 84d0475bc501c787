package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Verifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of {@link Fold}. Each is stated as what becomes what, checked over edge values in the
 * interpreter, and may not apply again to its own result.
 */
class FoldTest {
  static Stream<DynamicTest> rules(String table, Pass pass) {
    return table
        .lines()
        .filter(line -> line.contains("=>"))
        .map(line -> DynamicTest.dynamicTest(line.strip(), () -> check(line, pass)));
  }

  private static void check(String line, Pass pass) {
    String from = line.substring(0, line.indexOf("=>")).strip();
    String to = line.substring(line.indexOf("=>") + 2).strip();
    Function function = Expressions.parse(from);
    pass.run(function, new PassContext());
    Verifier.verify(function);
    new DeadCode().run(function, new PassContext());
    assertThat(Expressions.print(function)).isEqualTo(to);
    boolean[] used = new boolean[Expressions.VARIABLES.length()];
    for (int i = 0; i < used.length; i++) {
      used[i] = from.matches(".*[ (]" + Expressions.VARIABLES.charAt(i) + "\\b.*");
    }
    Equivalence.check(Expressions.parse(from), function, used);
    assertThat(pass.run(function, new PassContext())).as("changes again").isFalse();
  }

  @TestFactory
  Stream<DynamicTest> arithmetic() {
    return rules(
        """
        (iadd 2i 3i) => 5i
        (iadd 0x7fffffffi 1i) => -2147483648i
        (iadd 3i a) => (iadd a 3i)
        (iadd a 0i) => a
        (iadd (iadd a 3i) 4i) => (iadd a 7i)
        (iadd (iadd a 0x7fffffffi) 1i) => (iadd a -2147483648i)
        (iadd (isub 3i a) 4i) => (isub 7i a)
        (iadd (not l) 1l) => (ineg l)
        (iadd (not l) 5l) => (isub 4l l)
        (iadd a (ineg b)) => (isub a b)
        (iadd (ineg a) b) => (isub b a)
        (iadd (isub a b) b) => a
        (iadd b (isub a b)) => a
        (iadd a a) => (shl a 1i)
        (isub a 5i) => (iadd a -5i)
        (isub a -2147483648i) => (iadd a -2147483648i)
        (isub l l) => 0l
        (isub 0i a) => (ineg a)
        (isub -1l l) => (not l)
        (isub a (ineg b)) => (iadd a b)
        (isub 5i (iadd a 3i)) => (isub 2i a)
        (isub 5i (isub 3i a)) => (iadd a 2i)
        (isub 5i (not a)) => (iadd a 6i)
        (isub (iadd a b) b) => a
        (isub (iadd a b) a) => b
        (isub a (iadd a b)) => (ineg b)
        (isub b (iadd a b)) => (ineg a)
        (isub a (isub a b)) => b
        (isub (isub a b) a) => (ineg b)
        (imul a 0i) => 0i
        (imul 1l l) => l
        (imul a -1i) => (ineg a)
        (imul a 8i) => (shl a 3i)
        (imul a -2147483648i) => (shl a 31i)
        (imul l 0x4000000000000000l) => (shl l 62i)
        (imul (imul a 3i) 5i) => (imul a 15i)
        (imul (shl a 2i) 3i) => (imul a 12i)
        (imul (ineg a) 3i) => (imul a -3i)
        (imul (ineg a) (ineg b)) => (imul a b)
        (imul a 7i) => (imul a 7i)
        (ineg (ineg a)) => a
        (ineg (isub a b)) => (isub b a)
        (ineg (not a)) => (iadd a 1i)
        (ineg (iadd a 3i)) => (isub -3i a)
        (ineg (imul a 3i)) => (imul a -3i)
        (ineg (shr a 31i)) => (ushr a 31i)
        (ineg (ushr l 63i)) => (shr l 63i)
        (ineg (shr a 30i)) => (ineg (shr a 30i))
        (idiv a 1i) => a
        (idiv a -1i) => (ineg a)
        (irem a -1i) => 0i
        (irem a 1i) => 0i
        (udiv a 1i) => a
        (urem a 1i) => 0i
        (udiv a -1i) => (udiv a -1i)
        (idiv 0i (nonzero a)) => 0i
        (idiv a (nonzero a)) => 1i
        (urem a (nonzero a)) => 0i
        (idiv 7i (nonzero 2i)) => 3i
        (idiv -2147483648i -1i) => -2147483648i
        (irem l (nonzero (nonzero m))) => (irem l (nonzero m))
        (imin a a) => a
        (imin a 0x7fffffffi) => a
        (imax a 0x7fffffffi) => 2147483647i
        (imin (imin a 3i) 7i) => (imin a 3i)
        (imax (imin a b) b) => (imax (imin a b) b)
        (imin (imin a b) b) => (imin a b)
        (imin (zext16 a) 0x10000i) => (zext16 a)
        (smulh l 1l) => (shr l 63i)
        (umulh l 1l) => 0l
        (umulh l 8l) => (ushr l 61i)
        (umulh l -9223372036854775808l) => (ushr l 1i)
        (addov a 0i) => false
        (addov (sext8 a) (zext16 b)) => false
        (addov a 1i) => (addov a 1i)
        (subov l l) => false
        (subov a 5i) => (addov a -5i)
        (subov a -2147483648i) => (subov a -2147483648i)
        (mulov (sext a) (sext b)) => false
        (mulov (sext16 a) (sext16 b)) => false
        (mulov (zext16 a) (zext16 b)) => (mulov (zext16 a) (zext16 b))
        """,
        new Fold());
  }

  @TestFactory
  Stream<DynamicTest> bits() {
    return rules(
        """
        (and a a) => a
        (and a -1i) => a
        (and a 0i) => 0i
        (and a (not a)) => 0i
        (and (or a b) b) => b
        (and (and a b) a) => (and a b)
        (and (and a 12i) 10i) => (and a 8i)
        (and (or a 4i) 3i) => (and a 3i)
        (and (or a 7i) 3i) => 3i
        (and (xor a 4i) 3i) => (and a 3i)
        (and (zext16 a) 0x1ffffi) => (zext16 a)
        (and (shl a 4i) 15i) => 0i
        (and (sext8 a) 0xffi) => (and a 255i)
        (and (sext16 a) 0xffffi) => (zext16 a)
        (and (zext16 a) 0xffi) => (and a 255i)
        (and a 0xffffi) => (zext16 a)
        (and l 0xffffffffl) => (zext (trunc l))
        (and (sext a) 0xffffffffl) => (zext a)
        (and p true) => p
        (and p false) => false
        (and p (not p)) => false
        (or a a) => a
        (or a 0i) => a
        (or a -1i) => -1i
        (or a (not a)) => -1i
        (or p (not p)) => true
        (or (and a b) b) => b
        (or (or a b) a) => (or a b)
        (or (and a 3i) 7i) => 7i
        (or (or a 4i) 4i) => (or a 4i)
        (or (or a 4i) 3i) => (or a 7i)
        (xor a a) => 0i
        (xor a 0i) => a
        (xor a -1i) => (not a)
        (xor p true) => (not p)
        (xor (icmp.lt a b) true) => (icmp.ge a b)
        (xor (not a) (not b)) => (xor a b)
        (xor (not a) 3i) => (xor a -4i)
        (xor (xor a 5i) 3i) => (xor a 6i)
        (xor (xor a b) b) => a
        (xor a (xor a b)) => b
        (not (not a)) => a
        (not (icmp.ult a b)) => (icmp.uge a b)
        (not (fcmp.olt f g)) => (fcmp.uge f g)
        (not (fcmp.une d e)) => (fcmp.oeq d e)
        (not (ineg a)) => (iadd a -1i)
        (not (iadd a 3i)) => (isub -4i a)
        (not (isub 3i a)) => (iadd a -4i)
        (not (xor a 3i)) => (xor a -4i)
        (or (shl a 5i) (ushr a 27i)) => (rotl a 5i)
        (xor (ushr l 63i) (shl l 1i)) => (rotl l 1i)
        (iadd (shl a 5i) (ushr a 27i)) => (rotl a 5i)
        (or (shl a b) (ushr a (isub 32i b))) => (rotl a b)
        (or (ushr a b) (shl a (ineg b))) => (rotl a (ineg b))
        (xor (shl a b) (ushr a (ineg b))) => (xor (shl a b) (ushr a (ineg b)))
        (or (shl l b) (ushr l (isub 32i b))) => (or (shl l b) (ushr l (isub 32i b)))
        (or (shl a 5i) (shr a 27i)) => (or (shl a 5i) (shr a 27i))
        """,
        new Fold());
  }

  @TestFactory
  Stream<DynamicTest> shifts() {
    return rules(
        """
        (shl a 0i) => a
        (shl a 32i) => a
        (shl l 32i) => (shl l 32i)
        (shl a 33i) => (shl a 1i)
        (shl a -1i) => (shl a 31i)
        (shr 0i a) => 0i
        (shr -1i a) => -1i
        (ushr -1i a) => (ushr -1i a)
        (rotl -1l a) => -1l
        (shl a (and b 31i)) => (shl a b)
        (shl l (and b 31i)) => (shl l (and b 31i))
        (shl a (iadd b 64i)) => (shl a b)
        (shr a (isub 32i b)) => (shr a (ineg b))
        (ushr l (sext8 b)) => (ushr l b)
        (shl (shl a 3i) 4i) => (shl a 7i)
        (shl (shl a 20i) 20i) => 0i
        (shl (shr a 4i) 4i) => (and a -16i)
        (shl (ushr l 4i) 4i) => (and l -16l)
        (shl (imul a 3i) 2i) => (imul a 12i)
        (ushr (ushr a 3i) 4i) => (ushr a 7i)
        (ushr (ushr a 20i) 12i) => 0i
        (ushr (shl a 4i) 4i) => (and a 268435455i)
        (ushr (shl a 16i) 16i) => (zext16 a)
        (ushr (shr a 7i) 31i) => (ushr a 31i)
        (shr (shr a 20i) 20i) => (shr a 31i)
        (shr (ushr a 3i) 4i) => (ushr a 7i)
        (shr (shl a 24i) 24i) => (sext8 a)
        (shr (shl a 16i) 16i) => (sext16 a)
        (shr (shl l 32i) 32i) => (sext (trunc l))
        (shr (shl a 8i) 8i) => (shr (shl a 8i) 8i)
        (rotl (rotl a 20i) 20i) => (rotl a 8i)
        (rotl a 32i) => a
        (bswap (bswap l)) => l
        (popcnt (bswap a)) => (popcnt a)
        (popcnt (rotl a b)) => (popcnt a)
        """,
        new Fold());
  }

  @TestFactory
  Stream<DynamicTest> compares() {
    return rules(
        """
        (icmp.lt 3i a) => (icmp.gt a 3i)
        (icmp.le a a) => true
        (icmp.ne l l) => false
        (icmp.lt a -2147483648i) => false
        (icmp.le a 0x7fffffffi) => true
        (icmp.ult a 0i) => false
        (icmp.uge a 0i) => true
        (icmp.ugt a -1i) => false
        (icmp.ult a 1i) => (icmp.eq a 0i)
        (icmp.uge a 1i) => (icmp.ne a 0i)
        (icmp.ule a 0i) => (icmp.eq a 0i)
        (icmp.ugt a 0i) => (icmp.ne a 0i)
        (icmp.lt (zext16 a) 0x10000i) => true
        (icmp.eq (sext8 a) 128i) => false
        (icmp.ult (and a 7i) 8i) => true
        (icmp.eq (or a 1i) 4i) => false
        (icmp.eq (sext a) 0x100000000l) => false
        (icmp.lt (sext a) 5l) => (icmp.lt a 5i)
        (icmp.ult (sext a) 5l) => (icmp.ult a 5i)
        (icmp.lt (sext a) (sext b)) => (icmp.lt a b)
        (icmp.ult (sext a) (sext b)) => (icmp.ult a b)
        (icmp.lt (zext a) (zext b)) => (icmp.ult a b)
        (icmp.lt (zext a) 0xffffffffl) => (icmp.ult a -1i)
        (icmp.gt (zext a) -1l) => true
        (icmp.ne (zext p) 0i) => p
        (icmp.eq (zext p) 0i) => (not p)
        (icmp.lt (zext p) 1i) => (not p)
        (icmp.eq (zext p) 2i) => false
        (icmp.ne (zext (zext p)) 0l) => p
        (icmp.lt (select p -5i 7i) 0i) => p
        (icmp.lt (select (icmp.lt a b) -1i (select (icmp.eq a b) 0i 1i)) 0i) => (icmp.lt a b)
        (icmp.ge (select (icmp.lt a b) -1i (select (icmp.eq a b) 0i 1i)) 0i) => (icmp.ge a b)
        (icmp.eq (select (icmp.lt a b) -1i (select (icmp.eq a b) 0i 1i)) -1i) => (icmp.lt a b)
        (icmp.eq (select (icmp.lt a b) -1i (select (icmp.eq a b) 0i 1i)) 0i) => (icmp.eq a b)
        (icmp.gt (select (icmp.lt a b) -1i (select (icmp.eq a b) 0i 1i)) 0i) => (icmp.gt a b)
        (icmp.le (select (icmp.lt a b) -1i (select (icmp.eq a b) 0i 1i)) 0i) => (icmp.le a b)
        (icmp.ne (select (icmp.lt a b) -1i (select (icmp.eq a b) 0i 1i)) 0i) => (icmp.ne a b)
        (and (icmp.ule a b) (icmp.ne a b)) => (icmp.ult a b)
        (and (icmp.le a b) (icmp.le b a)) => (icmp.eq a b)
        (and (icmp.lt a b) (icmp.gt a b)) => false
        (or (icmp.lt a b) (icmp.ge a b)) => true
        (or (icmp.lt a b) (icmp.gt a b)) => (icmp.ne a b)
        (or (icmp.ult l m) (icmp.eq m l)) => (icmp.ule l m)
        (and (icmp.lt a b) (icmp.ult a b)) => (and (icmp.lt a b) (icmp.ult a b))
        (and (icmp.lt a b) (icmp.ne a c)) => (and (icmp.lt a b) (icmp.ne a c))
        (icmp.eq (iadd a 3i) 5i) => (icmp.eq a 2i)
        (icmp.lt (iadd a 3i) 5i) => (icmp.lt (iadd a 3i) 5i)
        (icmp.ne (isub 3i a) 5i) => (icmp.ne a -2i)
        (icmp.eq (isub a b) 0i) => (icmp.eq a b)
        (icmp.lt (isub a b) 0i) => (icmp.lt (isub a b) 0i)
        (icmp.eq (xor a 3i) 5i) => (icmp.eq a 6i)
        (icmp.eq (xor a b) 0i) => (icmp.eq a b)
        (icmp.eq (not a) 3i) => (icmp.eq a -4i)
        (icmp.eq (ineg a) 3i) => (icmp.eq a -3i)
        (icmp.eq (ineg a) (ineg b)) => (icmp.eq a b)
        (icmp.eq (irem a 8i) 0i) => (icmp.eq (and a 7i) 0i)
        (icmp.ne (irem l 2l) 1l) => (icmp.ne (and l -9223372036854775807l) 1l)
        (icmp.eq (irem a 8i) 3i) => (icmp.eq (and a -2147483641i) 3i)
        (icmp.eq (urem a 8i) 3i) => (icmp.eq (and a 7i) 3i)
        (icmp.eq (irem a 8i) -3i) => (icmp.eq (irem a 8i) -3i)
        (icmp.eq (and a 8i) 8i) => (icmp.ne (and a 8i) 0i)
        (fcmp.olt 0x1p0f f) => (fcmp.ogt f 0x1.0p0f)
        (fcmp.oeq f f) => (fcmp.ord f f)
        (fcmp.une d d) => (fcmp.uno d d)
        (fcmp.olt f f) => false
        (fcmp.uge f f) => true
        (fcmp.ole f f) => (fcmp.ord f f)
        (fcmp.oeq d NaNd) => false
        (fcmp.une d NaNd) => true
        (fcmp.ord d 0x1p0d) => (fcmp.ord d d)
        (fcmp.olt (fwiden f) (fwiden g)) => (fcmp.olt f g)
        (fcmp.ult (fwiden f) 0.5d) => (fcmp.ult f 0x1.0p-1f)
        (fcmp.ult (fwiden f) 0.1d) => (fcmp.ult (fwiden f) 0x1.999999999999ap-4d)
        (fcmp.olt (fneg f) (fneg g)) => (fcmp.ogt f g)
        (fcmp.ule (fneg d) 0x1p1d) => (fcmp.uge d -0x1.0p1d)
        """,
        new Fold());
  }

  @TestFactory
  Stream<DynamicTest> selects() {
    return rules(
        """
        (select true a b) => a
        (select p a a) => a
        (select p 3i 3i) => 3i
        (select (not p) a b) => (select p b a)
        (select p (select p a b) c) => (select p a c)
        (select p a (select p b c)) => (select p a c)
        (select p true false) => p
        (select p false true) => (not p)
        (select p true q) => (or p q)
        (select p q false) => (and p q)
        (select p p q) => (or p q)
        (select p q p) => (and p q)
        (select (icmp.lt a b) false q) => (and (icmp.ge a b) q)
        (select (icmp.lt a b) q true) => (or (icmp.ge a b) q)
        (select p 1i 0i) => (zext p)
        (select p 0i 1i) => (zext (not p))
        (select p 1l 0l) => (zext (zext p))
        (select p -1i 0i) => (ineg (zext p))
        (select (icmp.eq a b) a b) => b
        (select (icmp.ne a b) a b) => a
        (select (icmp.lt a b) a b) => (imin a b)
        (select (icmp.lt a b) b a) => (imax b a)
        (select (icmp.ge a b) a b) => (imax a b)
        (select (icmp.lt a 5i) a 5i) => (imin a 5i)
        (select (icmp.ult a b) a b) => (select (icmp.ult a b) a b)
        (select (fcmp.oeq d e) d e) => (select (fcmp.oeq d e) d e)
        (select (fcmp.olt d e) d e) => (select (fcmp.olt d e) d e)
        """,
        new Fold());
  }

  @TestFactory
  Stream<DynamicTest> floats() {
    return rules(
        """
        (fadd d -0.0d) => d
        (fadd d 0.0d) => (fadd d 0.0d)
        (fadd d (fneg e)) => (fsub d e)
        (fadd (fneg d) e) => (fsub e d)
        (fsub f 0.0f) => f
        (fsub f -0.0f) => (fsub f -0.0f)
        (fsub -0.0d d) => (fneg d)
        (fsub 0.0d d) => (fsub 0.0d d)
        (fsub d (fneg e)) => (fadd d e)
        (fsub d d) => (fsub d d)
        (fmul d 1d) => d
        (fmul d -1d) => (fneg d)
        (fmul 2f f) => (fadd f f)
        (fmul d 0.0d) => (fmul d 0.0d)
        (fmul (fneg d) 3d) => (fmul d -0x1.8p1d)
        (fmul (fneg d) (fneg e)) => (fmul d e)
        (fdiv d 1d) => d
        (fdiv d -1d) => (fneg d)
        (fdiv d 4d) => (fmul d 0x1.0p-2d)
        (fdiv f 0x1p-126f) => (fmul f 0x1.0p126f)
        (fdiv f 0x1p127f) => (fdiv f 0x1.0p127f)
        (fdiv d 3d) => (fdiv d 0x1.8p1d)
        (fdiv (fneg d) 3d) => (fdiv d -0x1.8p1d)
        (fdiv 3d (fneg d)) => (fdiv -0x1.8p1d d)
        (fdiv (fneg d) (fneg e)) => (fdiv d e)
        (fdiv d d) => (fdiv d d)
        (fneg (fneg d)) => d
        (fneg (fsub d e)) => (fneg (fsub d e))
        (fabs (fabs d)) => (fabs d)
        (fabs (fneg d)) => (fabs d)
        (floor (rint d)) => (rint d)
        (ceil (itof.f32 l)) => (itof.f32 l)
        (fma d 1d e) => (fadd d e)
        (fma 1d d e) => (fadd d e)
        (fma d -1d e) => (fsub e d)
        (fma d e -0.0d) => (fmul d e)
        (fma d e 0.0d) => (fma d e 0.0d)
        (fma (fneg d) (fneg e) k) => (fma d e k)
        (fmin d d) => d
        (frem d 1d) => (frem d 0x1.0p0d)
        """,
        new Fold());
  }

  @TestFactory
  Stream<DynamicTest> conversions() {
    return rules(
        """
        (sext (zext p)) => (zext (zext p))
        (sext (and a 7i)) => (zext (and a 7i))
        (sext a) => (sext a)
        (trunc (sext a)) => a
        (trunc (zext a)) => a
        (trunc (imul (sext a) (sext b))) => (imul a b)
        (trunc (iadd (sext a) 5l)) => (iadd a 5i)
        (trunc (not (zext a))) => (not a)
        (trunc (and l 0xffffffffl)) => (trunc l)
        (sext8 (sext8 a)) => (sext8 a)
        (sext8 (sext16 a)) => (sext8 a)
        (sext8 (zext16 a)) => (sext8 a)
        (sext16 (sext8 a)) => (sext8 a)
        (zext16 (sext8 a)) => (zext16 (sext8 a))
        (zext16 (sext16 a)) => (zext16 a)
        (sext16 (zext16 a)) => (sext16 a)
        (sext8 (and a 0xffi)) => (sext8 a)
        (zext16 (and a 0x1fffi)) => (and a 8191i)
        (zext16 (and a 0xff00ffi)) => (and a 255i)
        (sext8 (zext p)) => (zext p)
        (itof.f64 (sext a)) => (itof.f64 a)
        (itof.f32 (sext a)) => (itof.f32 a)
        (itof.f32 (sext (and a 7i))) => (itof.f32 (and a 7i))
        (itof.f32 (zext a)) => (itof.f32 (zext a))
        (ftoi.i32 (fwiden f)) => (ftoi.i32 f)
        (ftoi.i32 (itof.f64 a)) => a
        (ftoi.i64 (itof.f64 a)) => (sext a)
        (ftoi.i32 (itof.f32 a)) => (ftoi.i32 (itof.f32 a))
        (ftoi.i32 (itof.f32 (sext16 a))) => (sext16 a)
        (fwiden (itof.f32 (zext16 a))) => (itof.f64 (zext16 a))
        (fwiden (itof.f32 a)) => (fwiden (itof.f32 a))
        (fnarrow (fwiden f)) => f
        (fnarrow (fsqrt (fwiden f))) => (fsqrt f)
        (fnarrow (fadd (fwiden f) (fwiden g))) => (fadd f g)
        (fnarrow (fmul (fwiden f) (fwiden g))) => (fmul f g)
        (fnarrow (fdiv (fwiden f) (fwiden g))) => (fdiv f g)
        (fnarrow (frem (fwiden f) (fwiden g))) => (frem f g)
        (fnarrow (fadd (fwiden f) 0.5d)) => (fadd f 0x1.0p-1f)
        (fnarrow (fadd (fwiden f) 0.1d)) => (fnarrow (fadd (fwiden f) 0x1.999999999999ap-4d))
        (fnarrow (fma (fwiden f) (fwiden g) 1d)) => (fnarrow (fma (fwiden f) (fwiden g) 0x1.0p0d))
        (fnarrow (floor (fwiden f))) => (floor f)
        (fnarrow (itof.f64 a)) => (itof.f32 a)
        (fnarrow (itof.f64 l)) => (fnarrow (itof.f64 l))
        (bitcast.f64 (bitcast.i64 d)) => d
        """,
        new Fold());
  }

  private static void folds(String from, String to) {
    Function function = IrParser.parse(from);
    new Fold().run(function, new PassContext());
    new DeadCode().run(function, new PassContext());
    Verifier.verify(function);
    assertThat(IrPrinter.print(function)).isEqualTo(to);
    Equivalence.check(IrParser.parse(from), function);
  }

  @Test
  void aBranchOnAConstantBecomesAJumpAndWhatItCutsOffGoes() {
    folds(
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = icmp.i32 le v0, v0
          branch v1, b1, b2
        b1:
          ret v0
        b2:
          v2 = iadd.i32 v0, v0
          ret v2
        }
        """,
        """
        func %f(v0: i32) -> i32 {
        b0:
          ret v0
        }
        """);
  }

  @Test
  void aSwitchOnAConstantBecomesAJump() {
    folds(
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = const.i32 7
          switch v1 [3: b1(v0), 7: b1(v1)] else b1(v0)
        b1(v2: i32):
          ret v2
        }
        """,
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = const.i32 7
          ret v1
        }
        """);
  }

  @Test
  void aCheckThatHoldsGoesAndOneThatFailsStays() {
    folds(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 eq v0, v0
          guard v2, addExact.i32(v0, v1)
          v3 = const.i32 0
          v4 = nonzero.i32 v3, divide.i32
          v5 = idiv.i32 v0, v4
          ret v5
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v3 = const.i32 0
          v4 = nonzero.i32 v3, divide.i32
          v5 = idiv.i32 v0, v4
          ret v5
        }
        """);
  }

  @Test
  void aParameterThatIsTheSameOnAllEdgesIsThatValue() {
    folds(
        """
        func %f(v0: i32, v1: bool) -> i32 {
        b0:
          branch v1, b1, b2
        b1:
          v2 = const.i32 7
          jump b3(v0, v2)
        b2:
          v3 = const.i32 7
          jump b3(v0, v3)
        b3(v4: i32, v5: i32):
          v6 = iadd.i32 v4, v5
          ret v6
        }
        """,
        """
        func %f(v0: i32, v1: bool) -> i32 {
        b0:
          v7 = const.i32 7
          v6 = iadd.i32 v0, v7
          ret v6
        }
        """);
  }
}
