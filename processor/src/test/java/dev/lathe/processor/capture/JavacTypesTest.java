package dev.lathe.processor.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.lathe.lang.Ast;
import dev.lathe.lang.BinaryOperator;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.Constant;
import dev.lathe.lang.JavaType;
import dev.lathe.processor.EveryRoundProcessor;
import dev.lathe.processor.discover.KernelRule;
import dev.lathe.processor.discover.Linkage;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.junit.jupiter.api.Test;

/**
 * Types and constants of every expression equal javac's, which attributes the bodies after Lathe's
 * checker has seen them.
 */
class JavacTypesTest {
  private static final List<String> NUMERIC =
      List.of("byte", "short", "char", "int", "long", "float", "double");

  @Test
  void operatorsOnEveryPairOfTypes() throws Exception {
    var members = new StringBuilder();
    for (String left : NUMERIC) {
      for (String right : NUMERIC) {
        var body = new StringBuilder();
        int n = 0;
        // As variables, as constants, and mixed.
        String[][] operands = {
          {"a", "b"},
          {"(" + left + ") 77", "(" + right + ") 3"},
          {"A_" + left, "B_" + right},
          {"a", "B_" + right}
        };
        for (String[] pair : operands) {
          for (String operator : List.of("+", "-", "*", "/", "%", "<", ">=", "==", "!=")) {
            body.append("var v%d = %s %s %s; ".formatted(n++, pair[0], operator, pair[1]));
          }
          if (!(left + right).matches(".*(float|double).*")) {
            for (String operator : List.of("&", "|", "^", "<<", ">>", ">>>")) {
              body.append("var v%d = %s %s %s; ".formatted(n++, pair[0], operator, pair[1]));
            }
          }
          body.append("var v%d = a > b ? %s : %s; ".formatted(n++, pair[0], pair[1]));
          body.append("var v%d = (%s) %s; ".formatted(n++, right, pair[0]));
          body.append("var v%d = -%s; var v%d = +%s; ".formatted(n++, pair[0], n++, pair[1]));
        }
        body.append("a++; --a; a += b; a *= 3; var last = a = (%s) 1; ".formatted(left));
        members.append(
            "  default int f_%s_%s(%s a, %s b) { %sreturn 0; }\n"
                .formatted(left, right, left, right, body));
      }
      members.append("  %s A_%s = (%s) -5;\n".formatted(left, left, left));
      members.append("  %s B_%s = (%s) 9;\n".formatted(left, left, left));
    }
    assertThat(compare(members.toString())).isGreaterThan(9_000);
  }

  @Test
  void cornersOfConstantsAndConditionals() throws Exception {
    String bodies =
        """
          int K = 100;
          long L = Integer.MAX_VALUE + 1L;
          char C = 'c';
          double NAN = 0.0 / 0.0;
          float F = (float) 0.1;
          boolean T = true ^ false;
          default int corners(boolean c, int i, byte b, char h, long l, double d) {
            var a0 = true ? 1 : 'a'; var a1 = c ? 1 : 'a'; var a2 = c ? i : 'a'; var a3 = c ? b : 'a';
            var a4 = c ? b : 200; var a5 = c ? b : 100; var a6 = c ? h : 100000; var a7 = c ? h : -1;
            var a8 = c ? b : h; var a9 = c ? l : F; var a10 = false ? 1 : 2.0; var a11 = c ? (byte) 1 : 2;
            var a12 = c ? (short) 1 : b; var a13 = c ? T : !T; var a14 = T ? K : L; var a15 = c ? C : K;
            byte n0 = K; byte n1 = (byte) 300; char n2 = 65; short n3 = 'a'; final int k = 7; byte n4 = k;
            var b0 = 1 / 2; var b1 = 1.0 / 0; var b2 = 7 % -3; var b3 = -7.5 % 2; var b4 = 1 << 33; var b5 = 1L << 33;
            var b6 = -1 >>> 28; var b7 = -1L >>> 60; var b8 = (byte) 200; var b9 = (char) -1; var b10 = (int) 1e20;
            var b11 = (long) NAN; var b12 = (int) 'x' + 1; var b13 = ~0; var b14 = !true; var b15 = K + C;
            var b16 = (float) L; var b17 = (short) (float) 70000.9; var b18 = Integer.MIN_VALUE / -1;
            var b19 = 'a' + 'b'; var b20 = 0x1p-3f; var b21 = 0b101L; var b22 = 017; var b23 = 1_000;
            var b24 = -2147483648; var b25 = -9223372036854775808L; var b26 = 1e-300 * 4.9e-324;
            var b27 = T && c; var b28 = false && c; var b29 = T || c; var b30 = K > 5 && L > 3; var b31 = NAN == NAN;
            var b32 = 0.0 == -0.0; var b33 = K != C; var b34 = (K & 6) == 4 | false; var b35 = true ? NAN : 1;
            var b36 = k * 2; var b37 = Math.PI * 2; var b38 = Long.SIZE; var b39 = (K); var b40 = ((byte) (K + 100));
            var b41 = 1 / K; var b42 = Float.MIN_VALUE / 2; var b43 = (double) 0.1f; var b44 = -0.0f; var b45 = +C;
            var b46 = '\\u00e9' + 0; var b47 = 5 / 0.0f; var b48 = (boolean) T; var b49 = 1 == 1.0f;
            var c0 = i = 3; var c1 = b += 3.5; var c2 = h++; var c3 = l >>>= 1; var c4 = d *= 2; var c5 = i << l;
            var c6 = b << 3L; var c7 = l >> i; var c8 = h >>> h; var c9 = (i = 2) + (b = 1); var c10 = -h; var c11 = ~b;
            var c12 = i > l; var c13 = c == T; var c14 = c ^ c; var c15 = c & b > 2; var c16 = Math.max(i, l);
            var c17 = Math.abs(b); var c18 = Math.round(d); var c19 = Math.round(F); var c20 = Long.bitCount(l);
            var c21 = Math.min(b, h); var c22 = Math.floorMod(l, i); var c23 = Character.reverseBytes(h);
            return 0;
          }
        """;
    assertThat(compare(bodies)).isGreaterThan(250);
  }

  @Test
  void expressionsInStatements() throws Exception {
    String bodies =
        """
          int K = 5;
          byte B = -7;
          @SuppressWarnings("fallthrough")
          default long statements(boolean c, int i, byte b, char h, long l, double d) {
            final int local = 3; final var small = (byte) 9; final long wide = local + 1L;
            if (c && i > b) l += h; else if (!c) { d = i; } else ;
            for (int j = 0, k = i; j < k && c; j++, k -= 2, l = j) { byte n = local; i += n << 1; }
            for (var j = 0L; ; j++) { if (j > l) break; else continue; }
            outer: while (i-- > b) { do { h++; if (h == 'x') break outer; } while ((l >>= 1) != 0); }
            switch (i) { case 1: case K: l = i; case local + 1: break; default: l = 'a'; case 'z', -2: ++b; }
            switch (b) { case 3 -> l++; case B, small -> { return b; } default -> d /= 2; }
            switch (h) { case 65: break; case 'b': l = h; }
            var s0 = switch (i) { case 1 -> 'a'; default -> 'b'; };
            var s1 = switch (i) { case 1 -> 'a'; case 2 -> b; default -> 7; };
            var s2 = switch (h) { case 'q': yield 1; default: if (c) yield 2L; yield 3f; };
            var s3 = switch (b) { case 1 -> c; default -> switch (i) { case 3 -> true; default -> !c; }; };
            double s4 = switch (i) { case 1 -> b; case 2 -> { int t = i; yield t * l; } default -> 'c'; };
            byte s5 = switch (i) { case 0 -> 1; default -> 100; };
            var s6 = c ? switch (i) { default -> (short) 1; } : b;
            return switch ((byte) wide) { case 4: i = 3; default: yield i; };
          }
        """;
    assertThat(compare(bodies)).isGreaterThan(130);
  }

  @Test
  void callsAndSwitchesAsArgumentsAndArms() throws Exception {
    String bodies =
        """
          @dev.lathe.Jit default int g(byte a) { return 1; }
          @dev.lathe.Jit default long g(char a) { return 1; }
          @dev.lathe.Jit default float g(int a) { return 1; }
          @dev.lathe.Jit default double g(long a) { return 1; }
          @dev.lathe.Jit default char g(double a) { return 1; }
          @dev.lathe.Jit default boolean g(boolean a) { return a; }
          @dev.lathe.Jit default short g(int a, long b) { return 1; }
          @dev.lathe.Jit default byte g(long a, float b) { return 1; }
          default int corners(boolean c, int i, byte b, char h, long l, double d, short s) {
            var a0 = g(b); var a1 = g(h); var a2 = g(s); var a3 = g(i); var a4 = this.g(l); var a5 = g(1f);
            var a6 = g(d); var a7 = g(c); var a8 = g(1); var a9 = g('a'); var a10 = g((byte) 1); var a11 = g(i, i);
            var a12 = g(l, i); var a13 = g(b, l); var a14 = g(i, 1f); var a15 = g(c ? b : 1); var a16 = K.this.g(c ? b : h);
            var a17 = g(g(g(b))); var a18 = g(g(1, 2), g(3L, 4)); var a19 = c ? g(b) : g(h); var a20 = (g(i)) + g(c ? 'a' : 1);
            var b0 = g(switch (i) { case 1 -> (byte) 1; default -> 2; });
            var b1 = g(switch (i) { case 1 -> (byte) 1; default -> b; });
            var b2 = g(switch (i) { case 1 -> 'a'; default -> (short) 2; });
            var b3 = g(switch (i) { case 1 -> 'a'; default -> switch (b) { case 1 -> 'b'; default -> h; }; });
            var b4 = g((switch (i) { case 1 -> c ? b : 1; default -> b; }));
            var b5 = g(c ? switch (i) { default -> b; } : 1);
            var b6 = g(switch (i) { case 1 -> 1; default -> 2L; }, switch (i) { default -> b; });
            var b7 = Math.abs(switch (i) { case 1 -> 1; default -> 2L; });
            var b8 = Math.max(switch (i) { case 1: yield 'a'; default: yield b; }, 3f);
            var c0 = switch (i) { case 1 -> (byte) 1; default -> 2; };
            var c1 = switch (i) { case 1 -> b; default -> h; };
            var c2 = c ? switch (i) { case 1 -> b; default -> 1; } : 'a';
            var c3 = c ? switch (i) { case 1 -> 1; default -> 2f; } : l;
            var c4 = switch (i) { case 1 -> c ? b : 1; case 2 -> c ? 'a' : h; default -> s; };
            long c5 = switch (i) { case 1 -> 1; default -> switch (b) { case 1 -> h; default -> l; }; };
            byte c6 = switch (i) { case 1 -> 1; default -> b; };
            double c7 = c ? switch (i) { default -> 1; } : switch (i) { default -> 2L; };
            i += switch (i) { case 1 -> 1; default -> 2.5; };
            l = 1 + switch (i) { case 1 -> 'a'; default -> b; } * 2L;
            return (int) switch (i) { case 1 -> 1; default -> 2L; };
          }
        """;
    assertThat(compare(bodies)).isGreaterThan(150);
  }

  /** Compares all expressions in the default methods of an interface; returns their number. */
  private static int compare(String members) throws Exception {
    var comparing = new Comparing();
    var compilation =
        Compiler.javac()
            .withProcessors(comparing)
            .compile(
                JavaFileObjects.forSourceString("K", "public interface K {\n" + members + "}\n"));
    assertThat(compilation.errors()).isEmpty();
    assertThat(comparing.differences).isEmpty();
    return comparing.compared;
  }

  private static final class Comparing extends EveryRoundProcessor {
    private final List<String> differences = new ArrayList<>();
    private int compared;
    private Trees trees;

    @Override
    public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
      trees = Trees.instance(processingEnv);
      JavacSource source = JavacSource.of(processingEnv);
      var rule = new KernelRule(source::hasBody);
      var linkage = new Linkage(processingEnv.getElementUtils(), source::hasBody, Set.of("K"));
      for (TypeElement root : ElementFilter.typesIn(round.getRootElements())) {
        var kernels = new ArrayList<Checked>();
        var captures = new ArrayList<Captured>();
        var paths = new ArrayList<TreePath>();
        for (ExecutableElement method : ElementFilter.methodsIn(root.getEnclosedElements())) {
          Captured captured = source.capture(method, method.toString(), rule, linkage);
          differences.addAll(captured.diagnostics().stream().map(Object::toString).toList());
          Checked checked = Checker.check(captured.kernel());
          differences.addAll(checked.diagnostics().stream().map(Object::toString).toList());
          kernels.add(checked);
          captures.add(captured);
          paths.add(trees.getPath(method));
        }
        for (int i = 0; i < kernels.size(); i++) {
          var method = (MethodTree) paths.get(i).getLeaf();
          TreePath body = new TreePath(paths.get(i), method.getBody());
          var statement = method.getBody().getStatements().getLast();
          trees.getElement(new TreePath(body, statement)); // attributes the class
          compare(kernels.get(i).kernel(), kernels.get(i), captures.get(i), body);
        }
      }
      return false;
    }

    private void compare(Object node, Checked checked, Captured captured, TreePath body) {
      if (node instanceof List<?> list) {
        list.forEach(element -> compare(element, checked, captured, body));
      } else if (node instanceof Ast ast && node instanceof Record) {
        if (ast instanceof Ast.Expression expression) {
          compare(expression, checked, captured.tree(expression.span()), body);
        }
        for (RecordComponent component : node.getClass().getRecordComponents()) {
          try {
            compare(component.getAccessor().invoke(node), checked, captured, body);
          } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
          }
        }
      }
    }

    private void compare(Ast.Expression expression, Checked checked, Tree tree, TreePath body) {
      TypeMirror mirror = trees.getTypeMirror(new TreePath(body, tree));
      String theirs = mirror + " " + constant(mirror);
      JavaType type = checked.type(expression);
      Constant constant = checked.constant(expression);
      String ours = type + " " + (constant == null ? null : bits(constant.box()));
      compared++;
      if (expression instanceof Ast.Binary(_, var operator, _, Ast.Expression distance)
          && operator == BinaryOperator.SHIFT_RIGHT_UNSIGNED
          && type == JavaType.LONG
          && checked.type(distance) == JavaType.LONG) {
        return; // javac does not fold it, against JLS 15.29; no program can tell
      }
      if (!ours.equals(theirs.replaceAll("^@\\S+ ", ""))) {
        differences.add(tree + " is " + ours + ", for javac " + theirs);
      }
    }

    /** javac keeps booleans and narrow integers as Integer. */
    private static Object constant(TypeMirror mirror) {
      try {
        Object value = mirror.getClass().getMethod("constValue").invoke(mirror);
        return value == null ? null : bits(value);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    private static Object bits(Object box) {
      return switch (box) {
        case Boolean value -> value ? 1 : 0;
        case Character value -> (int) value;
        case Byte value -> (int) value;
        case Short value -> (int) value;
        case Float value -> "f" + Float.floatToIntBits(value);
        case Double value -> "d" + Double.doubleToLongBits(value);
        default -> box;
      };
    }
  }
}
