package dev.lathe.processor;

import com.google.auto.service.AutoService;
import com.palantir.javapoet.JavaFile;
import dev.lathe.processor.capture.AcceptedClasses;
import dev.lathe.processor.capture.Captured;
import dev.lathe.processor.capture.JavacSource;
import dev.lathe.processor.check.Contract;
import dev.lathe.processor.check.InterfaceCheck;
import dev.lathe.processor.check.KernelCompilation;
import dev.lathe.processor.check.KnownKernels;
import dev.lathe.processor.check.LoopCheck;
import dev.lathe.processor.discover.Discovery;
import dev.lathe.processor.discover.GeneratedClass;
import dev.lathe.processor.discover.JitAnnotation;
import dev.lathe.processor.discover.KernelInterface;
import dev.lathe.processor.discover.KernelRule;
import dev.lathe.processor.discover.Lifting;
import dev.lathe.processor.discover.Linkage;
import dev.lathe.processor.discover.Signature;
import dev.lathe.processor.discover.Unwrapping;
import dev.lathe.processor.emit.ImplementationEmitter;
import dev.lathe.processor.emit.KernelMethod;
import dev.lathe.processor.emit.SourceLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * Generates an implementation for every interface with kernels. One class comes of one interface
 * and of nothing else, so build tools may process interfaces one by one ({@code isolating}).
 *
 * <p>An interface with an error gets a class too, one that keeps the Java bodies: uses of it must
 * not add errors to the one that counts.
 */
@AutoService(Processor.class)
public final class LatheProcessor extends AbstractProcessor {
  private static final int SOURCE_LEVEL = 25;

  /** An option that Kotlin's kapt always sets. */
  private static final String KAPT_OPTION = "kapt.kotlin.generated";

  /** Asks for a note about each loop. */
  private static final String REMARKS_OPTION = "lathe.remarks";

  private final Set<String> roots = new HashSet<>();
  private Elements elements;
  private Reporter reporter;
  private KernelRule rule;
  private Discovery discovery;
  private Linkage linkage;
  private JavacSource source;
  private InterfaceCheck check;
  private LoopCheck loopCheck;
  private AcceptedClasses accepted;
  private boolean saidUnsupported;

  /**
   * Claims the annotation of generated classes too: {@code -Xlint} warns of those nobody claims.
   */
  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(JitAnnotation.NAME, "javax.annotation.processing.Generated");
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Set.of(KAPT_OPTION, REMARKS_OPTION);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    elements = environment.getElementUtils();
    reporter = new Reporter(environment.getMessager());
    findSource(environment);
    rule = new KernelRule(source == null ? _ -> false : source::hasBody);
    discovery = new Discovery(rule, elements, reporter);
    check = new InterfaceCheck(source, rule, elements, reporter);
    boolean remarks = environment.getOptions().containsKey(REMARKS_OPTION);
    loopCheck = new LoopCheck(source, reporter, remarks);
    linkage = new Linkage(elements, method -> source.hasBody(method), roots);
  }

  private void findSource(ProcessingEnvironment environment) {
    for (ProcessingEnvironment candidate : Unwrapping.candidates(environment)) {
      source = JavacSource.of(candidate);
      if (source != null) {
        accepted = AcceptedClasses.of(candidate);
        return;
      }
    }
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement root : ElementFilter.typesIn(round.getRootElements())) {
      roots.add(root.getQualifiedName().toString());
    }
    if (source != null) {
      source.newRound();
    }
    List<KernelInterface> interfaces = discovery.interfaces(round);
    if (source != null) {
      reportLocalInterfaces(round);
    }
    for (KernelInterface kernels : interfaces) {
      if (isSupported(kernels.type())) {
        try {
          if (source == null) {
            keepJavaBodies(kernels);
          } else {
            process(kernels, round.processingOver());
          }
        } catch (LinkageError missing) {
          if (!saidUnsupported) {
            reporter.error(Diagnostic.RUNTIME_MISSING, missing);
          }
          saidUnsupported = true;
          return true;
        }
      }
    }
    if (round.processingOver()) {
      discovery
          .deferred()
          .forEach((type, missing) ->
              reporter.note(
                  type,
                  Diagnostic.MISSING_NAMES,
                  KernelInterface.generatedName(type),
                  type.getSimpleName(),
                  missing));
    }
    return true; // javac warns of annotations that no processor claims
  }

  private boolean isSupported(TypeElement type) {
    if (source == null && !isEclipse()) {
      if (!saidUnsupported) {
        String environment = processingEnv.getClass().getName();
        reporter.error(Diagnostic.COMPILER, environment);
      }
      saidUnsupported = true;
      return false;
    }
    if (processingEnv.getOptions().containsKey(KAPT_OPTION)) {
      reporter.error(type, Diagnostic.KOTLIN_STUBS, type.getSimpleName());
      return false;
    }
    int level = processingEnv.getSourceVersion().ordinal();
    if (level < SOURCE_LEVEL) {
      if (!saidUnsupported) {
        reporter.error(type, Diagnostic.SOURCE_LEVEL, level);
      }
      saidUnsupported = true;
      return false;
    }
    return true;
  }

  private boolean isEclipse() {
    return processingEnv.getClass().getName().startsWith("org.eclipse.");
  }

  /** Eclipse has no trees to capture: its users still get a class that works. */
  private void keepJavaBodies(KernelInterface kernels) {
    reporter.warning(
        kernels.type(),
        Diagnostic.JAVA_BODIES,
        kernels.generatedName(),
        kernels.type().getSimpleName());
    write(kernels, ImplementationEmitter.emitJavaBodies(kernels, liftings(kernels), elements));
  }

  private void reportLocalInterfaces(RoundEnvironment round) {
    for (Element root : round.getRootElements()) {
      for (var local : source.localTypes(root, JitAnnotation.NAME)) {
        String kind = local.otherKind();
        reporter.error(
            local.position(),
            kind == null
                ? Diagnostic.LOCAL_INTERFACE.message(local.name())
                : Diagnostic.NOT_AN_INTERFACE.message(local.name(), kind));
      }
    }
  }

  /**
   * Reports everything about an interface at once, so an interface that has to wait for a name is
   * not reported on before the last round; by then the name is missing for good.
   */
  private void process(KernelInterface kernels, boolean lastRound) {
    Map<ExecutableElement, Lifting> liftings = liftings(kernels);
    var captures = new LinkedHashMap<ExecutableElement, Captured>();
    capture(kernels.declared(), liftings, captures);
    capture(kernels.inherited(), liftings, captures);
    String missing = missingName(captures.values());
    if (missing != null) {
      discovery.defer(kernels.type(), missing);
      if (!lastRound) {
        return;
      }
    }
    int before = reporter.errors();
    boolean implementable = check.check(kernels, roots);
    var methods = new ArrayList<KernelMethod>();
    KnownKernels known = known(captures);
    for (ExecutableElement kernel : kernels.declared()) {
      if (captures.containsKey(kernel)) {
        compile(kernel, captures.get(kernel), known, methods);
      }
    }
    for (ExecutableElement kernel : kernels.inherited()) {
      Captured captured = captures.get(kernel);
      if (captured != null) {
        check.checkCallees(kernels, kernel, KernelCompilation.callees(captured));
      }
      inherit(kernels, kernel, captured, known, methods);
    }
    if (implementable && missing == null) {
      boolean failed = reporter.errors() != before;
      write(
          kernels,
          ImplementationEmitter.emit(
              kernels, failed ? List.of() : methods, liftings, elements, source::isConstant));
    }
  }

  private KnownKernels known(Map<ExecutableElement, Captured> captures) {
    var known = new KnownKernels();
    captures.forEach(
        (kernel, captured) -> known.add(symbol(kernel), captured, Contract.of(kernel)));
    return known;
  }

  /** What calls of a kernel of this interface name; its own name if none can. */
  private String symbol(ExecutableElement kernel) {
    if (!Signature.exists(kernel)) {
      return kernel.getSimpleName().toString();
    }
    var type = (TypeElement) kernel.getEnclosingElement();
    return kernel.getModifiers().contains(Modifier.STATIC)
        ? elements.getBinaryName(type) + "." + Signature.of(kernel)
        : "this." + Signature.of(kernel);
  }

  /** What one of the kernels names and another processor may yet generate; else null. */
  private static String missingName(Iterable<Captured> captures) {
    for (Captured captured : captures) {
      if (captured.missingName() != null && captured.diagnostics().isEmpty()) {
        return captured.missingName();
      }
    }
    return null;
  }

  /** Captures the kernels that have a source. */
  private void capture(
      Iterable<ExecutableElement> kernels,
      Map<ExecutableElement, Lifting> liftings,
      Map<ExecutableElement, Captured> captures) {
    for (ExecutableElement kernel : kernels) {
      Lifting lifting = source.hasSource(kernel) ? liftings.get(kernel) : null;
      if (!source.hasBody(kernel) && lifting == null) {
        continue;
      }
      var declaring = (TypeElement) kernel.getEnclosingElement();
      String name = declaring.getQualifiedName() + "." + kernel.getSimpleName();
      try {
        captures.put(
            kernel,
            lifting == null
                ? source.capture(kernel, name, rule, linkage)
                : source.captureLifted(lifting, name, rule, linkage));
      } catch (RuntimeException | StackOverflowError bug) {
        reportBug(kernel, bug);
      }
    }
  }

  /** What the kernels without a body stand for; null where that is not one thing. */
  private Map<ExecutableElement, Lifting> liftings(KernelInterface kernels) {
    Predicate<ExecutableElement> hasBody = method -> source != null && source.hasBody(method);
    var liftings = new LinkedHashMap<ExecutableElement, Lifting>();
    for (List<ExecutableElement> each : List.of(kernels.declared(), kernels.inherited())) {
      for (ExecutableElement kernel : each) {
        if (Lifting.isLifted(kernel, hasBody)) {
          List<Lifting> matches =
              Lifting.matches(kernel, Lifting.ofSameName(kernel, rule, hasBody, elements));
          liftings.put(kernel, matches.size() == 1 ? matches.getFirst() : null);
        }
      }
    }
    return liftings;
  }

  private void reportBug(ExecutableElement kernel, Throwable bug) {
    reporter.error(
        source.position(kernel), kernel, Diagnostic.INTERNAL_ERROR, kernel.getSimpleName(), bug);
  }

  /** Adds the method that a kernel compiles to, if it does. */
  private void compile(
      ExecutableElement kernel, Captured captured, KnownKernels known, List<KernelMethod> methods) {
    if (captured.missingName() != null && captured.diagnostics().isEmpty()) {
      return; // javac reports it
    }
    try {
      Contract contract = Contract.of(kernel);
      KernelCompilation compilation =
          KernelCompilation.of(captured, symbol(kernel), contract, known, reporter);
      if (compilation.function() != null) {
        loopCheck.check(kernel, captured, contract, compilation);
        if (!compilation.isNative()) {
          reporter.note(kernel, Diagnostic.TOO_MUCH_STACK, kernel.getSimpleName());
        }
        for (VariableElement parameter : kernel.getParameters()) {
          if (parameter.asType().toString().equals("boolean[]")) {
            reporter.note(
                parameter,
                Diagnostic.BOOLEAN_ARRAY,
                parameter.getSimpleName(),
                kernel.getSimpleName());
          }
        }
        List<String> parameters =
            kernel.getParameters().stream().map(each -> each.getSimpleName().toString()).toList();
        var lines = new SourceLines(captured.source().text(), parameters);
        methods.add(
            new KernelMethod.Compiled(
                kernel, compilation.function(), lines, captured.owners(), captured.tableOwners()));
      } else if (compilation.leftToJavac() != null) {
        accepted.whenAccepted(
            (TypeElement) kernel.getEnclosingElement(),
            () ->
                reporter.error(
                    compilation.leftToJavac(),
                    Diagnostic.REFUSED_BY_LATHE.message(
                        kernel.getSimpleName(), compilation.reason())));
      }
    } catch (RuntimeException | StackOverflowError bug) {
      reportBug(kernel, bug);
    }
  }

  /**
   * Adds a kernel that another interface declares. The class generated for that one builds its
   * function; where it cannot be used, the function is built here if there is a source.
   */
  private void inherit(
      KernelInterface kernels,
      ExecutableElement kernel,
      Captured captured,
      KnownKernels known,
      List<KernelMethod> methods) {
    GeneratedClass declaring = linkage.classOf(kernel);
    String problem = linkage.problem(kernels.type(), kernel);
    if (problem == null) {
      methods.add(new KernelMethod.Inherited(kernel, declaring));
    } else if (captured == null) {
      reporter.note(
          kernels.type(),
          Diagnostic.INHERITED_JAVA_BODY,
          kernels.generatedName(),
          kernel.getSimpleName(),
          declaring.simpleName(),
          problem,
          declaring.type().getQualifiedName());
    } else {
      compile(kernel, captured, known, methods);
    }
  }

  private void write(KernelInterface kernels, List<JavaFile> files) {
    String name = kernels.qualifiedGeneratedName();
    try {
      for (JavaFile file : files) {
        name = file.typeSpec().name();
        file.writeTo(processingEnv.getFiler());
      }
    } catch (FilerException taken) {
      reporter.error(kernels.type(), Diagnostic.NAME_TAKEN, name);
    } catch (IOException failed) {
      reporter.error(kernels.type(), Diagnostic.INTERNAL_ERROR, kernels.generatedName(), failed);
    }
  }
}
