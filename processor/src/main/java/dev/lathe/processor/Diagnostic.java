package dev.lathe.processor;

import java.util.Formatter;

/**
 * Everything the processor itself can say, one constant a message: a tag to search for, what is
 * wrong, and after the semicolon the remedy. What the kernel language forbids is in {@code
 * dev.lathe.lang.Message}; a user's type errors are javac's to report.
 */
public enum Diagnostic {
  COMPILER(
      "LatheCompiler",
      "Lathe reads kernels from javac's syntax trees, which %s does not have; compile with javac 25"
          + " or later"),
  RUNTIME_MISSING(
      "LatheRuntimeMissing",
      "the processor path lacks lathe-runtime of the processor's own version (%s); name both, as"
          + " in --processor-path lathe-processor.jar:lathe-runtime.jar"),
  KOTLIN_STUBS(
      "LatheKotlinStubs",
      "kapt shows interface %s without its bodies, so that there is nothing to compile; write"
          + " kernels in a Java source, which javac compiles"),
  SOURCE_LEVEL(
      "LatheSourceLevel",
      "kernels need source level 25, this build has %s; set --release 25 or later"),
  NOT_AN_INTERFACE(
      "LatheNotAnInterface",
      "@Jit belongs on interfaces and their methods, and %s is %s; move its kernels to an"
          + " interface"),
  PRIVATE_INTERFACE(
      "LathePrivateInterface",
      "%s is private, so that no class beside it can implement it; make it package-private"),
  LOCAL_INTERFACE(
      "LatheLocalInterface",
      "%s is declared in a method, where no other class can implement it; move it out of the"
          + " method"),
  GENERIC_INTERFACE(
      "LatheGenericInterface",
      "%s has type parameters, and kernels compute with primitive types only; remove them"),
  SEALED_INTERFACE(
      "LatheSealedInterface", "%s is sealed and does not permit %s; add it to the permits clause"),
  NAME_TAKEN(
      "LatheNameTaken",
      "class %s exists already, and Lathe generates a class of that name; rename it or the"
          + " interface"),
  CREATE_TAKEN(
      "LatheCreateTaken",
      "create() without arguments is what %s offers to make an instance; rename this method"),
  FUNCTION_TAKEN(
      "LatheFunctionTaken",
      "function(String) is what %s offers to other kernels to link their calls; rename this"
          + " method"),
  ABSTRACT_METHOD(
      "LatheAbstractMethod",
      "%s has the abstract method %s, which %s could not implement; give it a body or move it to"
          + " another interface"),
  NO_KERNELS(
      "LatheNoKernels",
      "@Jit on %s means its default methods, and it has none; add one or remove @Jit"),
  BODY_MISSING("LatheBodyMissing", "kernel %s has no body to compile; write `default` and a body"),
  LIFTED_NONE(
      "LatheLiftedNone",
      "kernel %s has no body and is the elementwise form of none of the kernels of its name (%s);"
          + " declare it `void`, with each parameter of one of these as it is, or as an array of"
          + " its type or a MemorySegment, then an array for the results and, if you like, `int"
          + " from, int to`"),
  LIFTED_MANY(
      "LatheLiftedMany",
      "kernel %s has no body and may be the elementwise form of several kernels (%s); take arrays"
          + " in place of segments, or rename one of them"),
  LIFTED_NAME(
      "LatheLiftedName",
      "%s stands where %s has %s, and the elementwise form of a kernel has the same names; rename"
          + " one of them"),
  DEFAULT_MISSING(
      "LatheDefaultMissing",
      "kernel %s has a body but is not `default`; write `default`, or let javac accept such bodies"
          + " with the flag --add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED of the"
          + " JVM that javac runs in (javac: put -J before it; Maven: <fork>true</fork> and the"
          + " same -J argument in <compilerArgs>; Gradle: options.fork = true and"
          + " options.forkOptions.jvmArgs)"),
  DEFAULT_MISSING_TOO(
      "LatheDefaultMissing",
      "kernel %s has a body but is not `default` either; write `default`, or set the same flag"),
  STATIC_KERNEL(
      "LatheStaticKernel",
      "%2$s.%1$s stays plain Java, as nothing overrides a static method; call %3$s.%1$s for the"
          + " kernel"),
  PRIVATE_KERNEL(
      "LathePrivateKernel",
      "kernel %s is private, so that no class can override it; make it a default method"),
  GENERIC_METHOD(
      "LatheGenericMethod",
      "kernel %s has type parameters, and kernels compute with primitive types only; remove them"),
  THROWS_CLAUSE(
      "LatheThrowsClause",
      "kernel %s declares `throws`, and what a kernel can throw is unchecked; remove the clause"),
  VECTORIZE_REQUIRED(
      "LatheVectorizeRequired",
      "this loop of kernel %s cannot become SIMD code, as vectorize = REQUIRED asks for: %s; %s"),
  VECTORIZE_NO_LOOP(
      "LatheVectorizeNoLoop",
      "kernel %s has no loop that could become SIMD code, as vectorize ="
          + " REQUIRED asks for; remove it"),
  VECTORIZE_UNKNOWN(
      "LatheVectorizeUnknown",
      "kernel %s calls %s, which is no kernel of this interface, so that what becomes of its loops"
          + " is known at run time only; ask Lathe.report, or look for a warning in the log"),
  VECTORIZE_LEVEL(
      "LatheVectorizeLevel",
      "this loop of kernel %s becomes SIMD code with %s, but not with %s: %s"),
  LOOP("LatheLoop", "loop of kernel %s: %s"),
  REFUSED_BY_LATHE(
      "LatheInternalError",
      "javac accepts kernel %s and Lathe does not (%s); this is a bug in Lathe: please report it"
          + " with the text of the kernel"),
  INTERNAL_ERROR(
      "LatheInternalError",
      "compiling kernel %s failed with %s; this is a bug in Lathe: please report it with the text"
          + " of the kernel, and meanwhile remove its @Jit"),
  JAVA_BODIES(
      "LatheJavaBodies",
      "%s runs the Java bodies of %s: it was not compiled by javac; use javac for native code"),
  INHERITED_JAVA_BODY(
      "LatheInheritedJavaBody",
      "%s runs the Java body of kernel %s, whose source is not part of this compilation and whose"
          + " class %s %s; compile %s with this version of Lathe"),
  CALLEE_OVERRIDDEN(
      "LatheCalleeOverridden",
      "kernel %s, which %s inherits, calls %s, and this method overrides that without being a"
          + " kernel; annotate it with @Jit"),
  TOO_MUCH_STACK(
      "LatheTooMuchStack",
      "kernel %s needs more than 32 KB of stack and will run as a class file, with the same"
          + " results; make smaller kernels of it for native code"),
  BOOLEAN_ARRAY(
      "LatheBooleanArray",
      "%s is an array of booleans, which the JDK lends to no native code, so kernel %s will run as"
          + " a class file, with the same results; take a byte[] for native code"),
  MISSING_NAMES(
      "LatheMissingNames",
      "%s was not generated, because %s names %s, which no source and no annotation processor"
          + " declares; correct the name or import it");

  private final String tag;
  private final String format;

  Diagnostic(String tag, String format) {
    this.tag = tag;
    this.format = format;
  }

  /** The word in brackets that every message starts with. */
  public String tag() {
    return tag;
  }

  /** The message with its tag. */
  public String message(Object... arguments) {
    return new Formatter().format("[" + tag + "] " + format, arguments).toString();
  }
}
