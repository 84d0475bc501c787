package dev.lathe.link;

/**
 * The system properties that Lathe knows: a closed list. Any other property whose name starts with
 * {@code lathe.} is refused, except {@code lathe.test.*}, which belong to Lathe's own tests.
 *
 * <p>Key of a row: name, accepted values, default (null for none).
 */
public enum Option {
  // format:off
  /** Which form of a kernel runs; see {@link NativeMode}. */
  NATIVE ("lathe.native",  "auto | require | fastest | classfile | source", "auto"),
  /** The highest instruction set to use; lower than the CPU's, to test another level here. */
  ISA    ("lathe.isa",     "avx2 | avx512",                                 null),
  /** The length of vectors with AVX-512; else the CPU's model decides. */
  VECTOR_BITS("lathe.vector.bits", "256 | 512",                            null),
  /** A directory that receives IR and machine code of each kernel. */
  DUMP   ("lathe.dump",    "<directory>",                                   null),
  /** Kernels that do not run natively: {@code *} stands for any characters. */
  KERNELS("lathe.kernels", "<pattern>:classfile | <pattern>:off, several separated by commas", null),
  /** Passes that do not run; without {@code yields} no collection ends while a loop runs. */
  PASSES ("lathe.passes",  "-<name>, several separated by commas",          null),
  /** How many changes the passes may make in all, for bisection. */
  FUEL   ("lathe.fuel",    "a number from 0",                               null);
  // format:on

  private final String key;
  private final String accepted;
  private final String standard;

  Option(String key, String accepted, String standard) {
    this.key = key;
    this.accepted = accepted;
    this.standard = standard;
  }

  /** The system property's name. */
  public String key() {
    return key;
  }

  /** The accepted values, for people. */
  public String accepted() {
    return accepted;
  }

  /** The value if the property is not set, or null. */
  public String standard() {
    return standard;
  }
}
