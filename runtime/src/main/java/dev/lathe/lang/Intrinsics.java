package dev.lathe.lang;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The JDK methods that a kernel may call. A row's meaning is an op, or a definition in the kernel
 * language itself; the rows stand in {@link MathRows}, {@link ExactRows}, {@link IntegerRows} and
 * {@link FloatRows}. Every overload with primitive types of a method in the table is in the table,
 * so that overload resolution finds the method that javac finds.
 *
 * <p>Definitions may call besides what users cannot: {@code Op.…}, the ops of the IR, and {@code
 * Guard.…(condition, operands)}, a trap of the {@link TrapKind} of that name.
 */
public final class Intrinsics {
  private static final String JAVA_LANG = "java.lang.";
  private static final Map<String, List<CalledMethod>> ROWS = new HashMap<>();

  static {
    MathRows.add();
    ExactRows.add();
    IntegerRows.add();
    FloatRows.add();
    for (TrapKind kind : TrapKind.values()) {
      if (!kind.isConstructor()) {
        addGuard(kind);
      }
    }
  }

  private Intrinsics() {}

  /**
   * The overloads of a method, empty if it is not supported.
   *
   * @param owner the class's full name
   */
  public static List<CalledMethod> find(String owner, String method) {
    List<CalledMethod> rows = ROWS.getOrDefault(owner + "." + method, List.of());
    return rows.isEmpty() && owner.equals("java.lang.StrictMath")
        ? ROWS.getOrDefault("java.lang.Math." + method, List.of())
        : rows;
  }

  /** True if a call of the method is compiled. */
  public static boolean isSupported(String owner, String method) {
    return !isInternal(owner) && !find(owner, method).isEmpty();
  }

  /** All rows that users may call. */
  public static List<CalledMethod> all() {
    var all = new ArrayList<CalledMethod>();
    for (List<CalledMethod> rows : ROWS.values()) {
      if (!isInternal(rows.getFirst().owner())) {
        all.addAll(rows);
      }
    }
    all.sort((a, b) -> a.signature().compareTo(b.signature()));
    return Collections.unmodifiableList(all);
  }

  /** True for what only definitions may call. */
  static boolean isInternal(String owner) {
    return owner.equals("Op") || owner.equals("Guard");
  }

  /** What to use in place of a method that is not supported. */
  static String nearest(String owner, String method) {
    if (owner.equals("java.lang.Object")) {
      return "a kernel computes with Java's primitive types; call it outside";
    }
    String looksLike = owner.equals("java.lang.StrictMath") ? "java.lang.Math" : owner;
    String best = null;
    int limit = Math.max(2, method.length() / 3);
    boolean ownerIsKnown = false;
    for (CalledMethod row : all()) {
      boolean sameOwner = row.owner().equals(looksLike);
      ownerIsKnown |= sameOwner;
      int distance = distance(method, row.method());
      // Of another class the same name only, and only if this class has nothing like it.
      if (sameOwner ? distance <= limit : distance == 0 && best == null) {
        best = row.signature();
        limit = sameOwner ? distance - 1 : limit;
      }
    }
    if (best != null) {
      return "the nearest supported method is " + best;
    }
    return ownerIsKnown
        ? "of " + CalledMethod.simple(looksLike) + " a kernel may call " + names(looksLike)
        : "a kernel may call arithmetic methods of Math, StrictMath, Integer, Long, Short, Byte,"
            + " Character, Float, Double and Boolean";
  }

  private static String names(String owner) {
    var names = new TreeSet<String>();
    for (CalledMethod row : all()) {
      if (row.owner().equals(owner)) {
        names.add(row.method());
      }
    }
    return String.join(", ", names);
  }

  /** Levenshtein distance, case ignored. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  // How the table's rows are made. A signature reads "int Math.max(int a, int b)".

  /** A row that is one op, whose result type is the method's. */
  static void direct(String signature, Op op) {
    add(signature, new CalledMethod.Meaning.Direct(op, 0));
  }

  static void direct(String signature, IntPredicate predicate) {
    add(signature, new CalledMethod.Meaning.Direct(Op.ICMP, predicate.ordinal()));
  }

  static void division(String signature, Op op, TrapKind kind) {
    add(signature, new CalledMethod.Meaning.Division(op, kind));
  }

  /** A row that is a method body in the kernel language. */
  static void define(String signature, String body) {
    int space = signature.indexOf(' ');
    int dot = signature.indexOf('.');
    String header = signature.substring(0, space + 1) + signature.substring(dot + 1);
    add(signature, new CalledMethod.Meaning.Inline(new Definition(header + " { " + body + " }")));
  }

  /** The same body for {@code int} and, with every {@code int} replaced, for {@code long}. */
  static void defineBoth(String signature, String body) {
    define(signature, body);
    define(asLong(signature), asLong(body));
  }

  private static String asLong(String text) {
    return text.replace("int ", "long ").replace("Integer.", "Long.").replace("_I32", "_I64");
  }

  static void add(String signature, CalledMethod.Meaning meaning) {
    int space = signature.indexOf(' ');
    int dot = signature.indexOf('.');
    int open = signature.indexOf('(');
    String simple = signature.substring(space + 1, dot);
    String owner = isInternal(simple) ? simple : JAVA_LANG + simple;
    var parameters = new ArrayList<JavaType>();
    for (String parameter : signature.substring(open + 1, signature.length() - 1).split(",")) {
      parameters.add(JavaType.of(parameter.strip().split(" ")[0]));
    }
    add(
        new CalledMethod(
            owner,
            signature.substring(dot + 1, open),
            JavaType.of(signature.substring(0, space)),
            List.copyOf(parameters),
            meaning));
  }

  private static void addGuard(TrapKind kind) {
    var parameters = new ArrayList<JavaType>();
    parameters.add(JavaType.BOOLEAN);
    for (int i = 0; i < kind.arity(); i++) {
      parameters.add(
          switch (kind.operand(i).kind()) {
            case I32 -> JavaType.INT;
            case I64 -> JavaType.LONG;
            case F32 -> JavaType.FLOAT;
            default -> JavaType.DOUBLE;
          });
    }
    add(
        new CalledMethod(
            "Guard",
            kind.name(),
            JavaType.VOID,
            List.copyOf(parameters),
            new CalledMethod.Meaning.Guard(kind)));
  }

  private static void add(CalledMethod row) {
    ROWS.computeIfAbsent(row.owner() + "." + row.method(), key -> new ArrayList<>()).add(row);
  }
}
