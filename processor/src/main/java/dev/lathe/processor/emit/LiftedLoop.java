package dev.lathe.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.lathe.Kernel;
import dev.lathe.processor.discover.Lifting;
import java.lang.foreign.ValueLayout;

/** A lifted kernel in Java: what it checks before it begins, and its loop. */
final class LiftedLoop {
  private static final ClassName KERNEL = ClassName.get(Kernel.class);
  private static final ClassName LAYOUTS = ClassName.get(ValueLayout.class);

  private final Lifting lifting;
  private final Scope scope;
  private final String index;
  private final String length;

  LiftedLoop(Lifting lifting, Scope scope) {
    this.lifting = lifting;
    this.scope = scope;
    this.index = lifting.free("i");
    this.length = lifting.free("length");
  }

  /** Refuses arrays and segments of other lengths than that which takes the results. */
  CodeBlock checks() {
    var code = CodeBlock.builder();
    int out = lifting.arity();
    if (!lifting.ranged()) {
      code.addStatement("$L $L = $L", lifting.isArray(out) ? "int" : "long", length, length(out));
    }
    for (int i = 0; i <= out; i++) {
      if (!lifting.isArray(i) && !lifting.isSegment(i)) {
        continue;
      }
      if (lifting.ranged()) {
        code.addStatement(
            "$L.checkRange($S, $L, $L, $L)",
            scope.expression(KERNEL),
            lifting.name(i),
            length(i),
            lifting.name(out + 1),
            lifting.name(out + 2));
      } else if (i < out) {
        code.beginControlFlow("if ($L != $L)", length(i), length);
        code.addStatement(
            "throw $L.unequal($S, $L, $S, $L)",
            scope.expression(KERNEL),
            lifting.name(i),
            length(i),
            lifting.name(out),
            length);
        code.endControlFlow();
      }
    }
    return code.build();
  }

  /** How many elements there are. */
  private CodeBlock length(int parameter) {
    String name = lifting.name(parameter);
    return lifting.isArray(parameter)
        ? CodeBlock.of("$L.length", name)
        : CodeBlock.of(
            "$L.elements($S, $L, $L)",
            scope.expression(KERNEL),
            name,
            name,
            lifting.bytes(parameter));
  }

  /**
   * The loop.
   *
   * @param scalar what stands before the arguments of the scalar kernel's call
   */
  CodeBlock loop(CodeBlock scalar) {
    int out = lifting.arity();
    String type = lifting.isLong() ? "long" : "int";
    String from = lifting.ranged() ? lifting.name(out + 1) : "0";
    CodeBlock to;
    var code = CodeBlock.builder();
    if (lifting.ranged()) {
      to = CodeBlock.of("$L", lifting.name(out + 2));
    } else if (lifting.isLong()) {
      to = CodeBlock.of("$L", lifting.free("size"));
      code.addStatement("long $L = $L.byteSize() / $L", to, lifting.name(out), lifting.bytes(out));
    } else {
      to = CodeBlock.of("$L.length", lifting.name(lifting.bound()));
    }
    code.beginControlFlow("for ($L $L = $L; $L < $L; $L++)", type, index, from, index, to, index);
    var call = CodeBlock.builder().add(scalar).add("(");
    for (int i = 0; i < out; i++) {
      call.add(i == 0 ? "$L" : ", $L", argument(i));
    }
    call.add(")");
    if (lifting.isArray(out)) {
      code.addStatement("$L[$L] = $L", lifting.name(out), index, call.build());
    } else {
      code.addStatement(
          "$L.setAtIndex($L, $L, $L)", lifting.name(out), layout(out), index, call.build());
    }
    return code.endControlFlow().build();
  }

  private CodeBlock argument(int parameter) {
    String name = lifting.name(parameter);
    if (lifting.isArray(parameter)) {
      return CodeBlock.of("$L[$L]", name, index);
    }
    return lifting.isSegment(parameter)
        ? CodeBlock.of("$L.getAtIndex($L, $L)", name, layout(parameter), index)
        : CodeBlock.of("$L", name);
  }

  private CodeBlock layout(int parameter) {
    return CodeBlock.of("$L.$L", scope.expression(LAYOUTS), lifting.layout(parameter));
  }
}
