package dev.lathe.samples.benchmarks;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link VectorKernels} and {@link VectorMath} written by hand with the incubating Vector API, as a
 * careful user would.
 */
final class VectorApi implements VectorKernels, VectorMath {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I32 = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> I8 =
      VectorSpecies.of(
          byte.class,
          VectorShape.forBitSize(Math.max(64, IntVector.SPECIES_PREFERRED.length() * 8)));
  private static final int D = F64.length();
  private static final int I = I32.length();
  private static final double[] COEFFICIENTS = {
    0.2, -0.3, 0.4, -0.5, 0.6, -0.7, 0.8, -0.9, 1.0, -1.1, 1.2, -1.3, 1.4, -1.5, 1.6
  };

  @Override
  public void axpy(double a, double[] x, double[] y) {
    int i = 0;
    for (; i < F64.loopBound(x.length); i += D) {
      load(x, i).mul(a).add(load(y, i)).intoArray(y, i);
    }
    for (; i < x.length; i++) {
      y[i] = a * x[i] + y[i];
    }
  }

  @Override
  public void expression(double[] a, double[] b, double[] c, double[] d, double[] e, double[] out) {
    int i = 0;
    for (; i < F64.loopBound(a.length); i += D) {
      load(a, i).add(load(b, i)).mul(load(c, i)).sub(load(d, i).mul(load(e, i))).intoArray(out, i);
    }
    for (; i < a.length; i++) {
      out[i] = (a[i] + b[i]) * c[i] - d[i] * e[i];
    }
  }

  @Override
  public double sum(double[] x) {
    var first = DoubleVector.zero(F64);
    var second = first;
    var third = first;
    var fourth = first;
    int i = 0;
    for (; i <= x.length - 4 * D; i += 4 * D) {
      first = first.add(load(x, i));
      second = second.add(load(x, i + D));
      third = third.add(load(x, i + 2 * D));
      fourth = fourth.add(load(x, i + 3 * D));
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(VectorOperators.ADD);
    for (; i < x.length; i++) {
      sum += x[i];
    }
    return sum;
  }

  @Override
  public double dot(double[] x, double[] y) {
    var first = DoubleVector.zero(F64);
    var second = first;
    var third = first;
    var fourth = first;
    int i = 0;
    for (; i <= x.length - 4 * D; i += 4 * D) {
      first = load(x, i).fma(load(y, i), first);
      second = load(x, i + D).fma(load(y, i + D), second);
      third = load(x, i + 2 * D).fma(load(y, i + 2 * D), third);
      fourth = load(x, i + 3 * D).fma(load(y, i + 3 * D), fourth);
    }
    double sum = first.add(second).add(third.add(fourth)).reduceLanes(VectorOperators.ADD);
    for (; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Override
  public void horner(double[] x, double[] out) {
    int i = 0;
    for (; i < F64.loopBound(x.length); i += D) {
      var t = load(x, i);
      var p = DoubleVector.broadcast(F64, 0.1);
      for (double coefficient : COEFFICIENTS) {
        p = p.mul(t).add(coefficient);
      }
      p.intoArray(out, i);
    }
    for (; i < x.length; i++) {
      double p = 0.1;
      for (double coefficient : COEFFICIENTS) {
        p = p * x[i] + coefficient;
      }
      out[i] = p;
    }
  }

  @Override
  public void mandelbrot(int[] out, int width) {
    int height = out.length / width;
    var lanes = DoubleVector.zero(F64).addIndex(1);
    for (int row = 0; row < height; row++) {
      double y0 = row * (2.5 / height) - 1.25;
      int column = 0;
      for (; column <= width - D; column += D) {
        var x0 = lanes.add(column).mul(3.0 / width).sub(2.25);
        var x = DoubleVector.zero(F64);
        var y = x;
        var count = x;
        for (int k = 0; k < 256; k++) {
          var xx = x.mul(x);
          var yy = y.mul(y);
          VectorMask<Double> stays = xx.add(yy).compare(VectorOperators.LE, 4);
          if (!stays.anyTrue()) {
            break;
          }
          y = x.add(x).mul(y).add(y0);
          x = xx.sub(yy).add(x0);
          count = count.add(1, stays);
        }
        for (int lane = 0; lane < D; lane++) {
          out[row * width + column + lane] = (int) count.lane(lane);
        }
      }
      for (; column < width; column++) {
        double x0 = column * (3.0 / width) - 2.25;
        double x = 0;
        double y = 0;
        int count = 0;
        while (count < 256 && x * x + y * y <= 4) {
          double next = x * x - y * y + x0;
          y = 2 * x * y + y0;
          x = next;
          count++;
        }
        out[row * width + column] = count;
      }
    }
  }

  @Override
  public void blend(int[] over, int[] under, int[] out) {
    int i = 0;
    for (; i < I32.loopBound(over.length); i += I) {
      var s = IntVector.fromArray(I32, over, i);
      var d = IntVector.fromArray(I32, under, i);
      var alpha = s.lanewise(VectorOperators.LSHR, 24);
      var rest = alpha.neg().add(255);
      var redBlue =
          s.and(0xFF00FF)
              .mul(alpha)
              .add(d.and(0xFF00FF).mul(rest))
              .lanewise(VectorOperators.LSHR, 8)
              .and(0xFF00FF);
      var green =
          s.lanewise(VectorOperators.LSHR, 8)
              .and(0xFF)
              .mul(alpha)
              .add(d.lanewise(VectorOperators.LSHR, 8).and(0xFF).mul(rest))
              .and(0xFF00);
      redBlue.or(green).or(0xFF000000).intoArray(out, i);
    }
    for (; i < over.length; i++) {
      int s = over[i];
      int d = under[i];
      int alpha = s >>> 24;
      int rest = 255 - alpha;
      int redBlue = ((s & 0xFF00FF) * alpha + (d & 0xFF00FF) * rest) >>> 8 & 0xFF00FF;
      int green = ((s >>> 8 & 0xFF) * alpha + (d >>> 8 & 0xFF) * rest) & 0xFF00;
      out[i] = 0xFF000000 | redBlue | green;
    }
  }

  @Override
  public void fmix(int[] x, int[] out) {
    int i = 0;
    for (; i < I32.loopBound(x.length); i += I) {
      var h = IntVector.fromArray(I32, x, i);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16)).mul(0x85EBCA6B);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 13)).mul(0xC2B2AE35);
      h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16)).intoArray(out, i);
    }
    for (; i < x.length; i++) {
      int h = x[i];
      h = (h ^ h >>> 16) * 0x85EBCA6B;
      h = (h ^ h >>> 13) * 0xC2B2AE35;
      out[i] = h ^ h >>> 16;
    }
  }

  @Override
  public void jacobi(double[] in, double[] out, int width) {
    int height = in.length / width;
    for (int row = 1; row < height - 1; row++) {
      int at = row * width + 1;
      int end = row * width + width - 1;
      for (; at <= end - D; at += D) {
        load(in, at)
            .add(load(in, at - 1))
            .add(load(in, at + 1))
            .add(load(in, at - width))
            .add(load(in, at + width))
            .mul(0.2)
            .intoArray(out, at);
      }
      for (; at < end; at++) {
        out[at] = 0.2 * (in[at] + in[at - 1] + in[at + 1] + in[at - width] + in[at + width]);
      }
    }
  }

  @Override
  public void matmul(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      int j = 0;
      for (; j <= n - 4 * D; j += 4 * D) {
        var first = DoubleVector.zero(F64);
        var second = first;
        var third = first;
        var fourth = first;
        for (int k = 0; k < n; k++) {
          double factor = a[i * n + k];
          first = first.add(load(b, k * n + j).mul(factor));
          second = second.add(load(b, k * n + j + D).mul(factor));
          third = third.add(load(b, k * n + j + 2 * D).mul(factor));
          fourth = fourth.add(load(b, k * n + j + 3 * D).mul(factor));
        }
        first.intoArray(out, i * n + j);
        second.intoArray(out, i * n + j + D);
        third.intoArray(out, i * n + j + 2 * D);
        fourth.intoArray(out, i * n + j + 3 * D);
      }
      for (; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * b[k * n + j];
        }
        out[i * n + j] = sum;
      }
    }
  }

  @Override
  public double max(double[] x) {
    var first = DoubleVector.broadcast(F64, Double.NEGATIVE_INFINITY);
    var second = first;
    int i = 0;
    for (; i <= x.length - 2 * D; i += 2 * D) {
      first = first.max(load(x, i));
      second = second.max(load(x, i + D));
    }
    double max = first.max(second).reduceLanes(VectorOperators.MAX);
    for (; i < x.length; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  @Override
  public void narrow(int[] x, byte[] out) {
    int i = 0;
    for (; i < I32.loopBound(x.length); i += I) {
      ((ByteVector) IntVector.fromArray(I32, x, i).convertShape(VectorOperators.I2B, I8, 0))
          .intoArray(out, i);
    }
    for (; i < x.length; i++) {
      out[i] = (byte) x[i];
    }
  }

  @Override
  public int count(int[] x, int limit) {
    int count = 0;
    int i = 0;
    for (; i < I32.loopBound(x.length); i += I) {
      count += IntVector.fromArray(I32, x, i).compare(VectorOperators.LT, limit).trueCount();
    }
    for (; i < x.length; i++) {
      if (x[i] < limit) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void exps(double[] x, double[] out) {
    int i = 0;
    for (; i < F64.loopBound(x.length); i += D) {
      load(x, i).lanewise(VectorOperators.EXP).intoArray(out, i);
    }
    for (; i < x.length; i++) {
      out[i] = Math.exp(x[i]);
    }
  }

  @Override
  public void logs(double[] x, double[] out) {
    int i = 0;
    for (; i < F64.loopBound(x.length); i += D) {
      load(x, i).lanewise(VectorOperators.LOG).intoArray(out, i);
    }
    for (; i < x.length; i++) {
      out[i] = Math.log(x[i]);
    }
  }

  @Override
  public void sines(double[] x, double[] out) {
    int i = 0;
    for (; i < F64.loopBound(x.length); i += D) {
      load(x, i).lanewise(VectorOperators.SIN).intoArray(out, i);
    }
    for (; i < x.length; i++) {
      out[i] = Math.sin(x[i]);
    }
  }

  @Override
  public void powers(double[] x, double[] y, double[] out) {
    int i = 0;
    for (; i < F64.loopBound(x.length); i += D) {
      load(x, i).lanewise(VectorOperators.POW, load(y, i)).intoArray(out, i);
    }
    for (; i < x.length; i++) {
      out[i] = Math.pow(x[i], y[i]);
    }
  }

  private static DoubleVector normal(DoubleVector x) {
    var a = x.abs();
    var t = DoubleVector.broadcast(F64, 1).div(a.mul(0.2316419).add(1));
    var p = t.mul(1.330274429).sub(1.821255978).mul(t).add(1.781477937);
    p = p.mul(t).sub(0.356563782).mul(t).add(0.319381530).mul(t);
    var tail = a.mul(-0.5).mul(a).lanewise(VectorOperators.EXP).mul(0.3989422804014327).mul(p);
    return tail.neg().add(1).blend(tail, x.lt(0));
  }

  @Override
  public void blackScholes(
      double[] spot,
      double[] strike,
      double[] years,
      double rate,
      double volatility,
      double[] out) {
    int i = 0;
    for (; i < F64.loopBound(spot.length); i += D) {
      var s = load(spot, i);
      var k = load(strike, i);
      var t = load(years, i);
      var root = t.sqrt().mul(volatility);
      var growth = t.mul(rate + 0.5 * volatility * volatility);
      var d1 = s.div(k).lanewise(VectorOperators.LOG).add(growth).div(root);
      var present = k.mul(t.mul(-rate).lanewise(VectorOperators.EXP));
      s.mul(normal(d1)).sub(present.mul(normal(d1.sub(root)))).intoArray(out, i);
    }
    for (; i < spot.length; i++) {
      double root = volatility * Math.sqrt(years[i]);
      double growth = (rate + 0.5 * volatility * volatility) * years[i];
      double d1 = (Math.log(spot[i] / strike[i]) + growth) / root;
      double present = strike[i] * Math.exp(-rate * years[i]);
      out[i] = spot[i] * normal(d1) - present * normal(d1 - root);
    }
  }

  private static DoubleVector load(double[] x, int at) {
    return DoubleVector.fromArray(F64, x, at);
  }
}
