package dev.lathe.processor.capture;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;

/**
 * Makes a method with a body but without {@code default} a default method, by setting the flag that
 * javac's parser would have set. javac accepts such a body as long as nothing attributes it before
 * the next round, in which it enters all classes anew.
 *
 * <p>Reflection, because the flag is in a package that javac does not export: a build that wants
 * such bodies exports it to the processor.
 */
final class DefaultFlag {
  private static final String TREE_PACKAGE = "com.sun.tools.javac.tree";
  private static final long DEFAULT = 1L << 43; // com.sun.tools.javac.code.Flags.DEFAULT

  private DefaultFlag() {}

  /** True if the build exports javac's trees to the processor. */
  static boolean isSettable(MethodTree method) {
    Module compiler = method.getModifiers().getClass().getModule();
    return compiler.isExported(TREE_PACKAGE, DefaultFlag.class.getModule());
  }

  /** Sets the flag; setting it again changes nothing. */
  static void set(MethodTree method) {
    ModifiersTree modifiers = method.getModifiers();
    try {
      var flags = modifiers.getClass().getField("flags");
      flags.setLong(modifiers, flags.getLong(modifiers) | DEFAULT);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this javac keeps modifiers elsewhere", e);
    }
  }
}
