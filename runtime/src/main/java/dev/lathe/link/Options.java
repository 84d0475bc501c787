package dev.lathe.link;

import dev.lathe.link.LinkException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * The values of all {@link Option}s. Those of the process are read once, at the first call of
 * {@link #get}; later changes of system properties have no effect.
 *
 * @param isa the highest instruction set, or null for the CPU's
 * @param vectorBits the length of vectors, or 0 for what the CPU is best with
 * @param dump the directory for IR and machine code, or null
 * @param kernels rules for single kernels; the first that matches counts
 * @param disabledPasses names of passes that do not run
 * @param fuel how many changes the passes may make, or -1 for any number
 */
public record Options(
    NativeMode mode,
    String isa,
    int vectorBits,
    String dump,
    List<Rule> kernels,
    List<String> disabledPasses,
    int fuel) {
  private static final String PREFIX = "lathe.";
  private static final String TEST_PREFIX = "lathe.test.";
  private static final String BLESS = "lathe.bless"; // rewrites expectations in Lathe's own tests
  private static final String RANDOM = "lathe.random"; // which programs these tests make up

  private static Options process;

  /** A rule of {@link Option#KERNELS}. */
  public record Rule(String pattern, NativeMode mode) {}

  /**
   * The options of this process.
   *
   * @throws LinkException if a system property is refused; each call throws it anew
   */
  public static synchronized Options get() {
    if (process == null) {
      process = parse(System.getProperties());
    }
    return process;
  }

  /**
   * The options among {@code properties}.
   *
   * @throws LinkException if a name that starts with {@code lathe.} or a value is not known
   */
  public static Options parse(Properties properties) {
    for (Object key : properties.keySet()) {
      if (key instanceof String name
          && name.startsWith(PREFIX)
          && !name.startsWith(TEST_PREFIX)
          && !name.equals(BLESS)
          && !name.startsWith(RANDOM)
          && !known(name)) {
        throw unknownName(name);
      }
    }
    return new Options(
        mode(properties),
        isa(properties),
        vectorBits(properties),
        value(properties, Option.DUMP),
        rules(properties),
        passes(properties),
        fuel(properties));
  }

  /** How the kernel of this name, such as {@code com.acme.Add.add}, is to run. */
  public NativeMode modeOf(String kernel) {
    for (int i = 0; i < kernels.size(); i++) {
      if (matches(kernels.get(i).pattern, kernel)) {
        return kernels.get(i).mode;
      }
    }
    return mode;
  }

  private static boolean known(String name) {
    for (Option option : Option.values()) {
      if (option.key().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String value(Properties properties, Option option) {
    return properties.getProperty(option.key(), option.standard());
  }

  private static NativeMode mode(Properties properties) {
    String value = value(properties, Option.NATIVE);
    for (NativeMode mode : NativeMode.values()) {
      if (mode.toString().equals(value)) {
        return mode;
      }
    }
    throw refused(Option.NATIVE, value);
  }

  private static String isa(Properties properties) {
    String value = value(properties, Option.ISA);
    if (value == null || value.equals("avx2") || value.equals("avx512")) {
      return value;
    }
    throw refused(Option.ISA, value);
  }

  private static int vectorBits(Properties properties) {
    String value = value(properties, Option.VECTOR_BITS);
    if (value == null || value.equals("256") || value.equals("512")) {
      return value == null ? 0 : Integer.parseInt(value);
    }
    throw refused(Option.VECTOR_BITS, value);
  }

  private static List<Rule> rules(Properties properties) {
    String value = value(properties, Option.KERNELS);
    if (value == null) {
      return List.of();
    }
    var rules = new ArrayList<Rule>();
    for (String rule : value.split(",", -1)) {
      int colon = rule.lastIndexOf(':');
      String form = rule.substring(colon + 1);
      if (colon < 1 || !form.equals("classfile") && !form.equals("off")) {
        throw refused(Option.KERNELS, value);
      }
      NativeMode mode = form.equals("off") ? NativeMode.SOURCE : NativeMode.CLASSFILE;
      rules.add(new Rule(rule.substring(0, colon), mode));
    }
    return List.copyOf(rules);
  }

  private static List<String> passes(Properties properties) {
    String value = value(properties, Option.PASSES);
    if (value == null) {
      return List.of();
    }
    String[] names = value.split(",", -1);
    for (int i = 0; i < names.length; i++) {
      if (names[i].length() < 2 || names[i].charAt(0) != '-') {
        throw refused(Option.PASSES, value);
      }
      names[i] = names[i].substring(1);
    }
    return List.copyOf(Arrays.asList(names));
  }

  private static int fuel(Properties properties) {
    String value = value(properties, Option.FUEL);
    if (value == null) {
      return -1;
    }
    try {
      int fuel = Integer.parseInt(value);
      if (fuel >= 0) {
        return fuel;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw refused(Option.FUEL, value);
  }

  /**
   * True if {@code pattern}, in which {@code *} stands for any characters, matches all of {@code
   * text}.
   */
  private static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    if (!text.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int i = star; i <= text.length(); i++) {
      if (matches(rest, text.substring(i))) {
        return true;
      }
    }
    return false;
  }

  private static LinkException refused(Option option, String value) {
    return new LinkException(
        Code.OPTION,
        "system property " + option.key() + "=" + value + " is not one of: " + option.accepted());
  }

  private static LinkException unknownName(String name) {
    var message =
        new StringBuilder("unknown system property ").append(name).append("; Lathe knows");
    for (Option option : Option.values()) {
      message.append(' ').append(option.key());
    }
    return new LinkException(Code.OPTION, message.toString());
  }
}
