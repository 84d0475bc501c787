package dev.lathe.opt;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How one run of a {@link Pipeline} goes: which passes are off, how many rewrites may still be
 * made, whether the verifier runs in between, who watches. By default all passes run, without
 * limit.
 */
public final class PassContext {
  /** Sees the function after each pass. */
  public interface Trace {
    /**
     * @param index the pass's place in the pipeline, from 0
     * @param changed whether the pass says that it changed anything
     */
    void after(int index, String pass, Function function, boolean changed);
  }

  private String[] off = {};
  private long fuel = Long.MAX_VALUE;
  private boolean verify;
  private Trace trace;
  private LoopVectorizer vectorizer;
  private Set<Block> rests; // headers; null if there are none
  private Set<Block> nestRests;
  private Map<Block, Block> originals; // of copies without checks: headers; null if there are none

  /** Leaves out every pass named so. */
  public PassContext without(String... names) {
    this.off = names.clone();
    return this;
  }

  /**
   * Stops rewriting after {@code rewrites} rewrites: bisecting over this number finds the rewrite
   * that breaks a function.
   */
  public PassContext fuel(long rewrites) {
    this.fuel = rewrites;
    return this;
  }

  /** Runs the verifier after each pass. */
  public PassContext verifying() {
    this.verify = true;
    return this;
  }

  /** Shows the function to {@code trace} after each pass. */
  public PassContext tracing(Trace trace) {
    this.trace = trace;
    return this;
  }

  /**
   * Makes {@code pass} the one that is called {@code vectorize}, and its first step {@code
   * vectorize-nests}; without, loops stay scalar.
   */
  public PassContext vectorizing(LoopVectorizer pass) {
    this.vectorizer = pass;
    return this;
  }

  LoopVectorizer vectorizer() {
    return vectorizer;
  }

  /** The rewrites that may still be made. */
  public long fuel() {
    return fuel;
  }

  /** Takes fuel for one rewrite; false if none is left and the rewrite must not be made. */
  public boolean spend() {
    if (fuel == 0) {
      return false;
    }
    fuel--;
    return true;
  }

  /** True if {@link #spend} would be. */
  public boolean hasFuel() {
    return fuel != 0;
  }

  /**
   * Notes that what is left to do after a copy of it is all that the loop of {@code header} does.
   */
  void addRest(Block header) {
    rests = rests == null ? new HashSet<>() : rests;
    rests.add(header);
  }

  /** True for the header of a loop that only does what a copy of it has left. */
  public boolean isRest(Block header) {
    return rests != null && rests.contains(header);
  }

  /**
   * Notes that the loop of {@code header} does all iterations of that of {@code copy}, and more.
   */
  void addCopy(Block copy, Block header) {
    originals = originals == null ? new HashMap<>() : originals;
    originals.put(copy, header);
  }

  /**
   * The header of the loop that goes on where the one of {@code copy} ends, however many iterations
   * that has made, and is entered instead of it as it is at first; null if there is none.
   */
  public Block original(Block copy) {
    return originals == null ? null : originals.get(copy);
  }

  /** The same for a loop with others in it that rounds in lanes have been put before. */
  public void addNestRest(Block header) {
    nestRests = nestRests == null ? new HashSet<>() : nestRests;
    nestRests.add(header);
  }

  /** True for the header of a loop with others in it that only does what rounds have left. */
  public boolean isNestRest(Block header) {
    return nestRests != null && nestRests.contains(header);
  }

  String[] off() {
    return off;
  }

  boolean isOff(String name) {
    for (String each : off) {
      if (each.equals(name)) {
        return true;
      }
    }
    return false;
  }

  boolean verifies() {
    return verify;
  }

  Trace trace() {
    return trace;
  }
}
