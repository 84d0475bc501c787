package dev.lathe.jvm;

/**
 * The class and method that a function becomes: those that its name states, so that a stack trace
 * reads as Java's own. {@code com.acme.Add.add} is method {@code add} of class {@code
 * com.acme.Add}; a name without a dot is a method of class {@code Kernel}.
 *
 * <p>The class is defined by a loader of its own, so it clashes with no class of that name. Two
 * things cannot be kept: characters that the class-file format forbids in a name (JVMS 4.2) become
 * {@code _}, and as no loader may define classes of {@code java.…}, those move to {@code
 * lathe.java.…}.
 */
record KernelName(String className, String methodName) {
  static KernelName of(String functionName) {
    int dot = functionName.lastIndexOf('.');
    String owner = dot < 0 ? "Kernel" : binaryName(functionName.substring(0, dot));
    if (owner.startsWith("java.")) {
      owner = "lathe.".concat(owner);
    }
    String method = legal(functionName.substring(dot + 1));
    return new KernelName(owner, method.isEmpty() ? "_" : method);
  }

  /** {@code name} with {@code _} for each package or class that has no name at all. */
  private static String binaryName(String name) {
    var result = new StringBuilder(name.length() + 1);
    boolean start = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.' && start) {
        result.append('_');
      }
      result.append(c);
      start = c == '.';
    }
    if (start) {
      result.append('_');
    }
    return legal(result.toString());
  }

  private static String legal(String name) {
    String result = name;
    for (char forbidden : new char[] {';', '[', '/', '<', '>'}) {
      result = result.replace(forbidden, '_');
    }
    return result;
  }
}
