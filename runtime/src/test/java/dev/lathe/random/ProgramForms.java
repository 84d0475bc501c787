package dev.lathe.random;

import dev.lathe.codegen.x64.NativeEngine;
import dev.lathe.codegen.x64.NativeForm;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.lang.Checked;
import dev.lathe.lang.JavaType;
import dev.lathe.opt.ExpandMath;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.vector.FakeTarget;
import dev.lathe.vector.VectorTarget;
import dev.lathe.vector.Vectorizer;
import dev.lathe.vector.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * One program in its forms, beside plain Java.
 *
 * @param index its number in the bridges
 * @param firstLine in the file of plain Java
 * @param floats if it is not strict, plain Java computes something else
 * @param module for the interpreter
 * @param lanes the same with loops in lanes; null if there is none
 * @param natives some of them null: without optimisation, optimised, in another variant, and with
 *     loops in lanes
 */
record ProgramForms(
    int index,
    Program program,
    int firstLine,
    FloatContract floats,
    Module module,
    Module lanes,
    boolean isClassFile,
    NativeForm[] natives) {
  private static final String[] ALL_BUT_INLINE =
      Pipeline.NATIVE.names().stream()
          .filter(name -> !Set.of("inline", "expand-math", "dead-functions").contains(name))
          .toArray(String[]::new);

  private static final boolean ALL_REPRODUCIBLE =
      Boolean.getBoolean("lathe.test.random.reproducible");

  /** Some compiler fails on a program. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Program program;
    private final String form;

    Failed(Program program, String form, Throwable cause) {
      super(cause);
      this.program = program;
      this.form = form;
    }

    Program program() {
      return program;
    }

    String form() {
      return form;
    }
  }

  /**
   * Compiles a program.
   *
   * @param share one of so many programs runs as a class file, and as unoptimised native code
   * @param seed of the program, which decides on the forms
   * @param classFiles takes them, by name
   */
  static ProgramForms of(
      int index,
      Program program,
      int firstLine,
      int share,
      long seed,
      BiConsumer<String, byte[]> classFiles)
      throws Failed {
    String form = "front end";
    FloatContract floats = floats(seed);
    try {
      String owner = "K" + index;
      Map<String, Checked> checked = ProgramReport.checked(program.print(""));
      Supplier<Module> lower =
          () ->
              ProgramReport.module(
                  checked, owner, ParsedPrograms.FILE, program.assertions(), floats);
      Module module = lower.get();
      module.verify();
      var choice = new Random(~seed * 0x9E37_79B9_7F4A_7C15L);
      boolean isClassFile = choice.nextInt(share) == 0 || floats != FloatContract.STRICT;
      boolean check = choice.nextInt(8) == 0;
      form = "lanes";
      Module lanes = null;
      if (choice.nextInt(3) != 0) {
        lanes = lanes(lower.get(), new FakeTarget(128 << choice.nextInt(3)), context(check));
      }
      var natives = new NativeForm[4];
      if (NativeEngine.isSupported()) {
        var variants = NativeForm.Variant.values();
        X64Features level = NativeEngine.level(choice);
        if (choice.nextInt(share) == 0) {
          form = "unoptimized";
          natives[0] =
              form(
                  unoptimized(lower.get()),
                  variants[choice.nextInt(variants.length)],
                  level,
                  check,
                  choice);
        }
        form = "native";
        Module optimized = optimized(lower.get(), level, check);
        if (choice.nextBoolean()) {
          natives[1] = form(optimized, NativeForm.Variant.PLAIN, level, check, choice);
        } else {
          var variant = variants[1 + choice.nextInt(variants.length - 1)];
          form = variant.toString();
          if (choice.nextInt(4) == 0 && module.hasCalls()) {
            optimized = optimized(lower.get(), level, check, "inline", "unroll-recursion");
          }
          natives[2] = form(optimized, variant, level, check, choice);
        }
        if (lanes != null && NativeForm.isPossible(lanes)) {
          form = "native lanes";
          X64Features features = NativeForm.anyFeatures(choice);
          Module vectors = lanes(lower.get(), X64VectorCosts.of(features), context(check));
          natives[3] =
              vectors == null ? null : NativeForm.ofVectors(vectors, features, check, choice);
        }
      }
      isClassFile |= Arrays.stream(natives).allMatch(Objects::isNull);
      if (isClassFile) {
        form = "class file";
        ClassFileCompiler.classFiles(module).forEach(classFiles);
      }
      return new ProgramForms(
          index, program, firstLine, floats, module, lanes, isClassFile, natives);
    } catch (RuntimeException | Error e) {
      throw new Failed(program, form, e);
    }
  }

  /** Null for arrays that are passed to calls, which machine code does not do. */
  private static NativeForm form(
      Module module, NativeForm.Variant variant, X64Features level, boolean check, Random choice) {
    return NativeForm.isPossible(module)
        ? new NativeForm(module, variant, level, check, choice)
        : null;
  }

  private static Module unoptimized(Module module) {
    if (!NativeForm.isPossible(module)) { // calls have to go
      Pipeline.NATIVE.run(module, new PassContext().without(ALL_BUT_INLINE));
      return module;
    }
    for (Function function : module.functions()) {
      new ExpandMath().run(function, new PassContext());
    }
    return module;
  }

  private static Module lanes(Module module, VectorTarget target, PassContext context) {
    var verdicts = new ArrayList<Verdict>();
    var vectorizer = new Vectorizer(target, verdicts::add);
    Pipeline.NATIVE.run(module, context.vectorizing(vectorizer));
    return verdicts.stream().anyMatch(Verdict::isVectorized) ? module : null;
  }

  private static Module optimized(Module module, X64Features level, boolean check, String... off) {
    Pipeline.NATIVE.run(module, NativeEngine.vectorizing(context(check).without(off), level));
    return module;
  }

  private static PassContext context(boolean check) {
    return check ? new PassContext().verifying() : new PassContext();
  }

  /**
   * One program of eight has the sums and products of reproducible kernels; {@code
   * -Dlathe.test.random.reproducible} is for all.
   */
  static FloatContract floats(long seed) {
    return ALL_REPRODUCIBLE || seed % 8 == 3 ? FloatContract.REPRODUCIBLE : FloatContract.STRICT;
  }

  JavaType result() {
    return program.root().result();
  }

  boolean hasTables() {
    return module.functions().stream().anyMatch(each -> !each.tables().isEmpty());
  }

  boolean isNative() {
    return Arrays.stream(natives).anyMatch(Objects::nonNull);
  }

  boolean hasCalls() {
    return !module.root().callees().isEmpty();
  }

  /** True if the optimiser has left calls. */
  boolean hasNativeCalls() {
    return Arrays.stream(natives).skip(1).anyMatch(each -> each != null && each.hasCalls());
  }
}
