package dev.lathe.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PackageOrderTest {
  /** Lowest first: a package knows those before it only. */
  private static final List<String> ORDER =
      List.of(
          "dev.lathe.math",
          "dev.lathe.ir",
          "dev.lathe.analysis",
          "dev.lathe.lang",
          "dev.lathe.opt",
          "dev.lathe.vector",
          "dev.lathe.codegen",
          "dev.lathe.codegen.x64",
          "dev.lathe.codegen.aarch64",
          "dev.lathe.jvm",
          "dev.lathe.link",
          "dev.lathe",
          "dev.lathe.assertions");

  /** What a package must not know besides: classes, and packages with a dot at the end. */
  private static final Map<String, Set<String>> FORBIDDEN =
      Map.of(
          "dev.lathe.codegen", Set.of("dev.lathe.lang.", "dev.lathe.opt."),
          "dev.lathe.codegen.x64", Set.of("dev.lathe.lang.", "dev.lathe.opt."),
          "dev.lathe.codegen.aarch64",
              Set.of("dev.lathe.lang.", "dev.lathe.opt.", "dev.lathe.codegen.x64."),
          "dev.lathe.jvm", Set.of("dev.lathe.codegen.", "dev.lathe.opt.", "dev.lathe.lang."),
          "dev.lathe.link", Set.of("dev.lathe.ir.Op", "dev.lathe.lang."));

  /** Class names in class entries, descriptors and signatures. */
  private static final Pattern OWN = Pattern.compile("(?:^|[L;<\\[(])(dev/lathe/[\\w/$]+)");

  @Test
  void importsPointDownward() {
    var violations = new ArrayList<String>();
    for (ClassModel model : ClassFiles.all()) {
      String name = model.thisClass().asInternalName();
      int from = ORDER.indexOf(ClassFiles.packageOf(name));
      for (String used : references(model)) {
        if (ORDER.indexOf(ClassFiles.packageOf(used)) > from) {
          violations.add(name + " uses " + used);
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void packagesDoNotKnowWhatTheyNeedNot() {
    var violations = new ArrayList<String>();
    for (ClassModel model : ClassFiles.all()) {
      String name = model.thisClass().asInternalName();
      for (String used : references(model)) {
        String dotted = used.replace('/', '.');
        for (String prefix : FORBIDDEN.getOrDefault(ClassFiles.packageOf(name), Set.of())) {
          if (dotted.equals(prefix)
              || dotted.startsWith(prefix + "$")
              || prefix.endsWith(".") && dotted.startsWith(prefix)) {
            violations.add(name + " uses " + used);
          }
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void everyPackageHasItsPlace() {
    var packages = new TreeSet<String>();
    ClassFiles.all()
        .forEach(model -> packages.add(ClassFiles.packageOf(model.thisClass().asInternalName())));
    assertThat(ORDER).containsAll(packages);
  }

  @Test
  void theModuleExportsTheApiTheAssertionsAndTheBuilderOnly() throws IOException {
    ClassModel module = ClassFile.of().parse(Path.of("target", "classes", "module-info.class"));
    assertThat(module.findAttribute(Attributes.module()).orElseThrow().exports())
        .extracting(export -> export.exportedPackage().name().stringValue())
        .containsExactlyInAnyOrder("dev/lathe", "dev/lathe/assertions", "dev/lathe/ir");
  }

  private static Set<String> references(ClassModel model) {
    var names = new TreeSet<String>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry c && c.asInternalName().startsWith("dev/lathe/")) {
        names.add(c.asInternalName());
      } else if (entry instanceof Utf8Entry text) {
        Matcher matcher = OWN.matcher(text.stringValue());
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
    }
    return names;
  }
}
