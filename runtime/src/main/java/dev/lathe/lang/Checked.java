package dev.lathe.lang;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * What {@link Checker} found out about a kernel: tables beside the tree, indexed by {@link
 * Span#id}. Complete for trees with errors too; types that could not be found are {@link
 * JavaType#ERROR}.
 */
public final class Checked {
  private final Ast.Kernel kernel;
  private final ArrayList<Diagnostic> diagnostics = new ArrayList<>();
  private final ArrayList<Local> locals = new ArrayList<>();
  private JavaType[] types = new JavaType[64];
  private Constant[] constants = new Constant[64];

  /**
   * Local of names and variables, CalledMethod of calls, Integer of new arrays (see most), BitSet
   * of loops.
   */
  private Object[] symbols = new Object[64];

  private boolean incomplete;
  private boolean makesArrays;

  Checked(Ast.Kernel kernel) {
    this.kernel = kernel;
  }

  public Ast.Kernel kernel() {
    return kernel;
  }

  /** The errors in source order; lowering needs there to be none. */
  public List<Diagnostic> diagnostics() {
    return Collections.unmodifiableList(diagnostics);
  }

  /** The type of an expression, before any conversion that its context makes. */
  public JavaType type(Ast.Expression expression) {
    int id = expression.span().id();
    return id < types.length && types[id] != null ? types[id] : JavaType.ERROR;
  }

  /**
   * The value of a constant expression (JLS 15.29), or null for any other; it has the node's type.
   */
  public Constant constant(Ast.Expression expression) {
    int id = expression.span().id();
    return id < constants.length ? constants[id] : null;
  }

  /** The variable a name refers to, or null if there is none. */
  public Local local(Ast.Name name) {
    return (Local) symbol(name);
  }

  /** The variable that is declared there. */
  public Local local(Ast.Variable variable) {
    return (Local) symbol(variable);
  }

  /** The method that is called, or null if it is not supported. */
  public CalledMethod method(Ast.Call call) {
    return (CalledMethod) symbol(call);
  }

  /** The same of a call on a segment: its parameters are without the layout. */
  public CalledMethod method(Ast.SegmentCall call) {
    return (CalledMethod) symbol(call);
  }

  /** What the length of a new array is at most. */
  public int most(Ast.NewArray array) {
    return symbol(array) instanceof Integer most ? most : Integer.MAX_VALUE;
  }

  /**
   * The variables from before a loop that it may assign, by {@link Local#index}; null if that is
   * not known.
   */
  BitSet assigned(Ast.Statement loop) {
    return (BitSet) symbol(loop);
  }

  /** Parameters, then local variables in order of declaration. */
  public List<Local> locals() {
    return Collections.unmodifiableList(locals);
  }

  private Object symbol(Ast node) {
    int id = node.span().id();
    return id < symbols.length ? symbols[id] : null;
  }

  void add(Local local) {
    locals.add(local);
  }

  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  /** True if parts of the tree are missing, as whoever built it has reported. */
  boolean isIncomplete() {
    return incomplete;
  }

  void setIncomplete() {
    incomplete = true;
  }

  /** True if the kernel makes arrays, which {@link NewArrays} looks at. */
  boolean makesArrays() {
    return makesArrays;
  }

  void setMakesArrays() {
    makesArrays = true;
  }

  void setMost(Ast.NewArray array, int most) {
    setSymbol(array, most);
  }

  void sortDiagnostics() {
    diagnostics.sort((a, b) ->
        a.span().start() != b.span().start()
            ? Integer.compare(a.span().start(), b.span().start())
            : Integer.compare(a.span().id(), b.span().id()));
  }

  void set(Ast.Expression expression, JavaType type, Constant constant) {
    int id = grow(expression);
    types[id] = type;
    constants[id] = constant;
  }

  void setSymbol(Ast node, Object symbol) {
    int id = grow(node); // may replace the arrays
    symbols[id] = symbol;
  }

  private int grow(Ast node) {
    int id = node.span().id();
    if (id >= types.length) {
      int length = Math.max(id + 1, types.length * 2);
      types = Arrays.copyOf(types, length);
      constants = Arrays.copyOf(constants, length);
      symbols = Arrays.copyOf(symbols, length);
    }
    return id;
  }
}
