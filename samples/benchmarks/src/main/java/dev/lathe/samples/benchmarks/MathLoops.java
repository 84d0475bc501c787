package dev.lathe.samples.benchmarks;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Collections;

/** The loops of {@link MathKernels} in plain Java. */
interface MathLoops {
  void independent(double[] x, double[] y, double[] out);

  double chained(double[] x, double[] y);

  /** Loops over one function of {@code owner}, in a class of their own. */
  static MathLoops of(Class<?> owner, String function, int parameters)
      throws ReflectiveOperationException, IOException {
    byte[] template;
    try (var in = MathLoops.class.getResourceAsStream("MathLoops$OfHypot.class")) {
      template = in.readAllBytes();
    }
    ClassDesc number = ConstantDescs.CD_double;
    var type = MethodTypeDesc.of(number, Collections.nCopies(parameters, number));
    CodeTransform calls =
        (code, element) -> {
          if (element instanceof InvokeInstruction call && call.name().equalsString("hypot")) {
            if (parameters == 1) {
              code.pop2(); // y
            }
            code.invokestatic(owner.describeConstable().orElseThrow(), function, type);
          } else {
            code.with(element);
          }
        };
    byte[] changed =
        ClassFile.of()
            .transformClass(
                ClassFile.of().parse(template), ClassTransform.transformingMethodBodies(calls));
    return (MathLoops)
        MethodHandles.lookup()
            .defineHiddenClass(changed, true)
            .lookupClass()
            .getDeclaredConstructor()
            .newInstance();
  }

  /** What the others are made of. */
  final class OfHypot implements MathLoops {
    @Override
    public void independent(double[] x, double[] y, double[] out) {
      for (int i = 0; i < x.length; i++) {
        out[i] = Math.hypot(x[i], y[i]);
      }
    }

    @Override
    public double chained(double[] x, double[] y) {
      double last = 0;
      for (int i = 0; i < x.length; i++) {
        last = Math.hypot(Math.fma(last, 1e-300, x[i]), y[i]);
      }
      return last;
    }
  }
}
