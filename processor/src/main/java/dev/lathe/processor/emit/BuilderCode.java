package dev.lathe.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Element;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function as calls of {@link FunctionBuilder}, one statement a value, in an order in which every
 * operand is made before its use. The builder is called {@code f}; values and blocks are locals
 * ({@code v3}, {@code b1}), or elements of arrays of these names when the statements are to be
 * spread over several methods. Their numbers are those that they have in the function when it is
 * built.
 */
final class BuilderCode {
  static final ClassName BUILDER = ClassName.get(FunctionBuilder.class);
  static final ClassName VALUE = ClassName.get(Value.class);
  static final ClassName BLOCK = ClassName.get(Block.class);
  private static final ClassName ACCESS = ClassName.get(Access.class);
  private static final ClassName ELEMENT = ClassName.get(Element.class);
  private static final ClassName LIST = ClassName.get(List.class);
  private static final ClassName CALLEE = ClassName.get(Callee.class);
  private static final ClassName OP = ClassName.get(Op.class);
  private static final ClassName TYPE = ClassName.get(Type.class);
  private static final ClassName TARGET = ClassName.get(Target.class);
  private static final ClassName TRAP_KIND = ClassName.get(TrapKind.class);
  private static final ClassName MATH_FUNCTION = ClassName.get(MathFunction.class);
  private static final ClassName INT_PREDICATE = ClassName.get(IntPredicate.class);
  private static final ClassName FLOAT_PREDICATE = ClassName.get(FloatPredicate.class);

  private final Function function;
  private final SourceLines lines;
  private final Scope scope;
  private final TableCode tables;
  private final boolean arrays;
  private final List<CodeBlock> statements = new ArrayList<>();
  private final Map<Value, Integer> numbers = new HashMap<>();
  private final Map<Block, Integer> blockNumbers = new HashMap<>();
  private int line;

  private BuilderCode(
      Function function, SourceLines lines, Scope scope, TableCode tables, boolean arrays) {
    this.function = function;
    this.lines = lines;
    this.scope = scope;
    this.tables = tables;
    this.arrays = arrays;
  }

  /**
   * The statements, each with its semicolon and line end.
   *
   * @param tables says how lookup tables are read
   * @param arrays true to refer to values as {@code v[3]} and to blocks as {@code b[1]}
   */
  static List<CodeBlock> statements(
      Function function, SourceLines lines, Scope scope, TableCode tables, boolean arrays) {
    var code = new BuilderCode(function, lines, scope, tables, arrays);
    code.make();
    return code.statements;
  }

  /** True if a function asks whether assertions are enabled. */
  static boolean asserts(Function function) {
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.op() == Op.ASSERTIONS) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many statements a function takes. */
  static int size(Function function) {
    int size = function.params().size();
    for (Block block : function.blocks()) {
      size += 2 + block.params().size() + block.values().size();
    }
    return size;
  }

  /** {@code Type.I32} for a scalar, {@code Type.arrayOf(Element.F64)} for an array. */
  static CodeBlock type(Type type, Scope scope) {
    if (type.isArray()) {
      return CodeBlock.of("$L.arrayOf($L)", scope.expression(TYPE), element(type.element(), scope));
    }
    return type.lanes() == 1
        ? CodeBlock.of("$L.$L", scope.expression(TYPE), type.kind().name())
        : CodeBlock.of("$L.parse($S)", scope.expression(TYPE), type.toString());
  }

  private void make() {
    Block entry = function.entry();
    List<Block> order = dominatorsFirst();
    number(order);
    for (Value param : entry.params()) {
      int index = param.paramIndex();
      add(
          CodeBlock.of("$L$L = f.param($L)", declare(VALUE), name(param), index),
          lines.parameter(index));
    }
    for (Block block : function.blocks()) {
      if (block != entry) {
        var code = CodeBlock.builder().add("$L$L = f.block(", declare(BLOCK), name(block));
        for (int i = 0; i < block.params().size(); i++) {
          code.add(i == 0 ? "$L" : ", $L", type(block.param(i).type(), scope));
        }
        add(code.add(")").build(), null);
      }
    }
    for (Block block : order) {
      if (block != entry) {
        add(CodeBlock.of("f.at($L)", name(block)), null);
        for (Value param : block.params()) {
          add(
              CodeBlock.of(
                  "$L$L = $L.param($L)",
                  declare(VALUE),
                  name(param),
                  name(block),
                  param.paramIndex()),
              null);
        }
      }
      for (Value value : block.values()) {
        if (value.line() != line) {
          line = value.line();
          add(CodeBlock.of("f.line($L)", line), lines.text(line));
        }
        if (value.type() == Type.VOID) {
          add(call(value), null);
        } else {
          add(CodeBlock.of("$L$L = $L", declare(VALUE), name(value), call(value)), null);
        }
      }
      add(terminator(block.terminator()), null);
    }
  }

  private void number(List<Block> order) {
    for (Block block : function.blocks()) {
      blockNumbers.put(block, blockNumbers.size());
      for (Value param : block.params()) {
        numbers.put(param, numbers.size());
      }
    }
    for (Block block : order) {
      for (Value value : block.values()) {
        numbers.put(value, numbers.size());
      }
    }
  }

  private CodeBlock call(Value value) {
    return switch (value.op().shape()) {
      case FLAG -> CodeBlock.of("f.op($L.$L)", scope.expression(OP), value.op().name());
      case NONNULL ->
          CodeBlock.of(
              "f.nonnull($L, $L, $L)", access(value), referenceName(value), operands(value));
      case INDEX ->
          CodeBlock.of("f.index($L, $L, $L)", access(value), referenceName(value), operands(value));
      case LOAD -> CodeBlock.of("f.load($L, $L)", access(value), operands(value));
      case STORE -> CodeBlock.of("f.store($L, $L)", access(value), operands(value));
      case NEWARRAY ->
          CodeBlock.of(
              "f.newArray($L, $L, $L)",
              element(value.type().element(), scope),
              operands(value),
              value.attribute());
      case TABLE -> CodeBlock.of("f.table($L)", tables.of(value.table(), scope));
      case PARAM, YIELD, PROVEN, LIMIT, DISTANCE, LINEOFFSET ->
          throw new IllegalArgumentException(value + " has no source");
      case LANES, EXTRACT, PERMUTE, PERMUTE2, VLOAD, VSTORE, GATHER, SCATTER ->
          throw new IllegalArgumentException(value + " is of vectors, which passes make");
      case CONST -> constant(value);
      case UNARY -> unary(value);
      case BINARY, TERNARY, SHIFT, SELECT -> op(value);
      case INT_COMPARE -> compare("icmp", INT_PREDICATE, value.intPredicate().name(), value);
      case FLOAT_COMPARE -> compare("fcmp", FLOAT_PREDICATE, value.floatPredicate().name(), value);
      case MATH ->
          CodeBlock.of(
              "f.math($L.$L, $L)",
              scope.expression(MATH_FUNCTION),
              value.mathFunction().name(),
              operands(value));
      case LOOKUP -> CodeBlock.of("f.lookup($L)", operands(value));
      case NONZERO ->
          CodeBlock.of(
              "f.nonzero($L.$L, $L)",
              scope.expression(TRAP_KIND),
              value.trapKind().name(),
              name(value.operand(0)));
      case CALL ->
          value.operandCount() == 0
              ? CodeBlock.of("f.call($L)", callee(value))
              : CodeBlock.of("f.call($L, $L)", callee(value), operands(value));
      case GUARD ->
          CodeBlock.of(
              "f.guard($L.$L, $L)",
              scope.expression(TRAP_KIND),
              value.trapKind().name(),
              operands(value));
    };
  }

  private CodeBlock unary(Value value) {
    if (value.op() == Op.ALEN || value.op() == Op.BYTESIZE) {
      String method = value.op() == Op.ALEN ? "length" : "byteSize";
      return CodeBlock.of("f.$L($L)", method, operands(value));
    }
    return value.op().result() == Op.Result.GIVEN
        ? CodeBlock.of(
            "f.convert($L.$L, $L, $L)",
            scope.expression(OP),
            value.op().name(),
            type(value.type(), scope),
            name(value.operand(0)))
        : op(value);
  }

  private CodeBlock access(Value value) {
    Access access = value.access();
    CodeBlock owner = scope.expression(ACCESS);
    return access.isSegment()
        ? CodeBlock.of(
            "$L.of($L.Method.$L, $L, $L)",
            owner,
            owner,
            access.method().name(),
            element(access.element(), scope),
            access.isAligned())
        : CodeBlock.of("$L.$L", owner, access.method().name());
  }

  private static CodeBlock referenceName(Value value) {
    String name = value.referenceName();
    return name == null ? CodeBlock.of("null") : CodeBlock.of("$S", name);
  }

  private static CodeBlock element(Element element, Scope scope) {
    return CodeBlock.of("$L.$L", scope.expression(ELEMENT), element.name());
  }

  private CodeBlock callee(Value call) {
    Callee callee = call.callee();
    var code = CodeBlock.builder();
    code.add(
        "new $L($S, $L", scope.expression(CALLEE), callee.symbol(), type(callee.result(), scope));
    for (Type param : callee.params()) {
      code.add(", $L", type(param, scope));
    }
    return code.add(")").build();
  }

  private CodeBlock op(Value value) {
    return CodeBlock.of(
        "f.op($L.$L, $L)", scope.expression(OP), value.op().name(), operands(value));
  }

  private CodeBlock compare(String method, ClassName predicates, String predicate, Value value) {
    return CodeBlock.of(
        "f.$L($L.$L, $L)", method, scope.expression(predicates), predicate, operands(value));
  }

  private String operands(Value value) {
    var text = new StringBuilder();
    for (int i = 0; i < value.operandCount(); i++) {
      text.append(i == 0 ? "" : ", ").append(name(value.operand(i)));
    }
    return text.toString();
  }

  private CodeBlock constant(Value value) {
    long bits = value.bits();
    if (value.type().isReference()) {
      return CodeBlock.of("f.nullOf($L)", type(value.type(), scope));
    }
    if (value.type() == Type.I32) {
      return CodeBlock.of("f.i32($L)", (int) bits);
    }
    if (value.type() == Type.I64) {
      return CodeBlock.of("f.i64($LL)", bits);
    }
    if (value.type() == Type.BOOL) {
      return CodeBlock.of("f.bool($L)", bits != 0);
    }
    if (value.type() == Type.F32 && Float.isFinite(Float.intBitsToFloat((int) bits))) {
      return CodeBlock.of("f.f32($Lf)", Float.intBitsToFloat((int) bits));
    }
    if (value.type() == Type.F64 && Double.isFinite(Double.longBitsToDouble(bits))) {
      return CodeBlock.of("f.f64($L)", Double.longBitsToDouble(bits));
    }
    return CodeBlock.of("f.constant($L, 0x$LL)", type(value.type(), scope), Long.toHexString(bits));
  }

  private CodeBlock terminator(Terminator terminator) {
    return switch (terminator) {
      case Terminator.Return(Value value) ->
          value == null ? CodeBlock.of("f.ret()") : CodeBlock.of("f.ret($L)", name(value));
      case Terminator.Jump(Target target) -> CodeBlock.of("f.jump($L)", arguments(target));
      case Terminator.Branch(Value condition, Target then, Target otherwise) ->
          then.arguments().isEmpty() && otherwise.arguments().isEmpty()
              ? CodeBlock.of(
                  "f.branch($L, $L, $L)",
                  name(condition),
                  name(then.block()),
                  name(otherwise.block()))
              : CodeBlock.of(
                  "f.branch($L, $L, $L)", name(condition), target(then), target(otherwise));
      case Terminator.Switch(Value selector, int[] keys, List<Target> cases, Target otherwise) -> {
        var code = CodeBlock.builder().add("f.switchOn($L, new int[] {", name(selector));
        for (int i = 0; i < keys.length; i++) {
          code.add(i == 0 ? "$L" : ", $L", keys[i]);
        }
        code.add("}, $L.of(", scope.expression(LIST));
        for (int i = 0; i < cases.size(); i++) {
          code.add(i == 0 ? "$L" : ", $L", target(cases.get(i)));
        }
        yield code.add("), $L)", target(otherwise)).build();
      }
    };
  }

  private CodeBlock target(Target target) {
    return CodeBlock.of("new $T($L)", TARGET, arguments(target));
  }

  private String arguments(Target target) {
    var text = new StringBuilder(name(target.block()));
    for (Value argument : target.arguments()) {
      text.append(", ").append(name(argument));
    }
    return text.toString();
  }

  private CodeBlock declare(ClassName type) {
    return arrays ? CodeBlock.of("") : CodeBlock.of("$T ", type);
  }

  private String name(Value value) {
    return arrays ? "v[" + numbers.get(value) + "]" : "v" + numbers.get(value);
  }

  private String name(Block block) {
    return arrays ? "b[" + blockNumbers.get(block) + "]" : "b" + blockNumbers.get(block);
  }

  private void add(CodeBlock statement, String comment) {
    statements.add(
        comment == null
            ? CodeBlock.of("$L;\n", statement)
            : CodeBlock.of("$L; // $L\n", statement, comment));
  }

  /** The blocks in reverse postorder, so that dominators come before what they dominate. */
  private List<Block> dominatorsFirst() {
    var postorder = new ArrayList<Block>();
    visit(function.entry(), new HashSet<>(), postorder);
    return postorder.reversed();
  }

  private static void visit(Block block, Set<Block> seen, List<Block> postorder) {
    if (seen.add(block)) {
      for (Target target : block.terminator().targets().reversed()) {
        visit(target.block(), seen, postorder);
      }
      postorder.add(block);
    }
  }
}
