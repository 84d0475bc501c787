import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodElement;
import java.lang.classfile.attribute.EnclosingMethodAttribute;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a modular jar in place so that it is smaller. Classes of packages that the module does
 * not export lose what only compilers and reflection read: how classes are nested, names of
 * parameters, and generic signatures of all but what is public, which our own benchmarks use.
 * Entries are compressed as far as the format allows, without records of sizes behind them, and
 * directories have none. The same jar always gives the same bytes.
 *
 * <p>Usage: {@code java PackJar.java file.jar}
 */
final class PackJar {
  private final Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
  private final Set<String> exported = new HashSet<>(); // packages, as in names of entries
  private ClassFile classes;

  void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    read(jar);
    var packed = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(packed)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      for (Map.Entry<ZipEntry, byte[]> entry : entries.entrySet()) {
        write(entry.getKey(), entry.getValue(), out);
      }
    }
    Files.write(jar, packed.toByteArray());
  }

  private void read(Path jar) throws IOException {
    Map<String, byte[]> byName = new LinkedHashMap<>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        entries.put(entry, bytes);
        byName.put(entry.getName(), bytes);
      }
    }
    ClassHierarchyResolver here =
        ClassHierarchyResolver.ofResourceParsing(type -> {
          String name = type.descriptorString();
          byte[] bytes = byName.get(name.substring(1, name.length() - 1) + ".class");
          return bytes == null ? null : new ByteArrayInputStream(bytes);
        });
    classes =
        ClassFile.of(
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(
                here.orElse(ClassHierarchyResolver.defaultResolver()).cached()));
    ClassModel module = classes.parse(byName.get("module-info.class"));
    for (ClassElement element : module) {
      if (element instanceof ModuleAttribute attribute) {
        attribute
            .exports()
            .forEach(each -> exported.add(each.exportedPackage().name().stringValue()));
      }
    }
  }

  private void write(ZipEntry from, byte[] bytes, ZipOutputStream out) throws IOException {
    String name = from.getName();
    int slash = name.lastIndexOf('/');
    boolean isInternal =
        name.endsWith(".class") && slash > 0 && !exported.contains(name.substring(0, slash));
    byte[] content = isInternal ? stripped(name, bytes) : bytes;
    var crc = new CRC32();
    crc.update(content);
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    int size = deflater.deflate(new byte[content.length * 2 + 100]);
    deflater.end();
    var entry = new ZipEntry(name); // that knows its sizes is followed by no record of them
    entry.setTimeLocal(from.getTimeLocal());
    entry.setSize(content.length);
    entry.setCompressedSize(size);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private byte[] stripped(String name, byte[] bytes) {
    ClassModel model = classes.parse(bytes);
    byte[] stripped =
        classes.transformClass(
            model,
            ClassTransform.dropping(PackJar::isLeftOut)
                .andThen(
                    ClassTransform.transformingMethods(
                        method -> !isPublic(model.flags()) || !isPublic(method.flags()),
                        (method, element) -> {
                          if (!isLeftOut(element)) {
                            method.with(element);
                          }
                        }))
                .andThen(
                    ClassTransform.transformingFields((field, element) -> {
                      if (!(element instanceof SignatureAttribute)) {
                        field.with(element);
                      }
                    })));
    var errors = classes.verify(stripped);
    if (!errors.isEmpty()) {
      throw new IllegalStateException(name + ": " + errors);
    }
    return stripped;
  }

  private static boolean isLeftOut(ClassElement element) {
    return element instanceof InnerClassesAttribute || element instanceof EnclosingMethodAttribute;
  }

  private static boolean isLeftOut(MethodElement element) {
    return element instanceof SignatureAttribute || element instanceof MethodParametersAttribute;
  }

  private static boolean isPublic(AccessFlags flags) {
    return flags.has(AccessFlag.PUBLIC);
  }
}
