package dev.lathe.math;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Arguments at which a function is measured, without end: of all exponents, spread over the domain,
 * and close to where an implementation changes its way or the result its kind.
 */
final class Samples {
  private static final double[] POINTS =
      DoubleStream.of(
              0x1.6ac5b262ca1ffp849, // closest to a multiple of pi/2: Muller, section 11.3.2
              0,
              Double.MIN_NORMAL,
              0x1p-54,
              0x1p-27,
              0.25,
              0.5,
              Math.sqrt(0.5),
              1,
              Math.sqrt(2),
              2,
              Math.log(2) / 2,
              Math.log(2),
              1.5 * Math.log(2),
              Math.E,
              10,
              19,
              22,
              36.7,
              37.4,
              709.78,
              708.396,
              710.4758,
              745.13,
              1024,
              1074,
              0x1p20,
              0x1p31,
              0x1p32,
              0x1p52,
              0x1p53,
              Double.MAX_VALUE)
          .toArray();

  private final Subject subject;
  private final SplittableRandom random;
  private double x;
  private double y;

  Samples(Subject subject, long seed) {
    this.subject = subject;
    this.random = new SplittableRandom(seed);
    next();
  }

  double x() {
    return x;
  }

  double y() {
    return y;
  }

  void next() {
    x = argument();
    y = subject.arity() == 1 ? 0 : argument();
    if (subject.name().equals("pow") && random.nextInt(4) > 0) { // a result in range
      x =
          random.nextBoolean()
              ? Math.abs(x)
              : 1 + random.nextDouble(-1, 1) * Math.scalb(1.0, -random.nextInt(50));
      y = random.nextDouble(-1080, 1030) / (Math.log(x) / Math.log(2));
      if (random.nextInt(8) == 0) {
        y = Math.rint(y);
        x = random.nextBoolean() ? -x : x;
      }
    }
  }

  private double argument() {
    return switch (random.nextInt(8)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> // of all exponents in the domain
          random.nextDouble(-2, 2)
              * Math.scalb(1.0, random.nextInt(-60, Math.getExponent(subject.to()) + 1));
      case 2 -> near(POINTS[random.nextInt(POINTS.length)]);
      case 3 -> near(random.nextInt(1 << random.nextInt(2, 25)) * (Math.PI / 4));
      case 4 -> random.nextInt(-64, 65) / 32.0 + random.nextDouble(-0.05, 0.05);
      case 5 -> random.nextDouble(-2, 2);
      default -> random.nextDouble(subject.from(), subject.to());
    };
  }

  /** Up to 8 doubles away, or relatively close. */
  private double near(double point) {
    double signed = random.nextBoolean() ? point : -point;
    return random.nextBoolean() || Math.abs(point) > 0x1p100
        ? Double.longBitsToDouble(
            Double.doubleToRawLongBits(signed)
                + (point == 0 ? random.nextInt(9) : random.nextInt(-8, 9)))
        : signed * (1 + random.nextDouble(-1, 1) * Math.scalb(1.0, -random.nextInt(3, 50)))
            + (point == 0 ? random.nextDouble(-1, 1) * Math.scalb(1.0, -random.nextInt(80)) : 0);
  }
}
