package dev.lathe;

import dev.lathe.link.KernelSite;
import dev.lathe.link.NativeMode;
import dev.lathe.vector.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a kernel.
 *
 * @param kernel its name with its types, such as {@code com.acme.Axpy.axpy(D[D[D)V}
 * @param form what runs: {@code native}, {@code classfile} or {@code source}
 * @param reason why it is not native code, or null
 * @param loops what became of its innermost loops, by line; none where it is not native code, or
 *     {@link Jit.Vectorize#OFF} keeps them scalar
 */
public record KernelReport(String kernel, String form, String reason, List<LoopReport> loops) {
  public KernelReport {
    loops = List.copyOf(loops);
  }

  static KernelReport of(KernelSite site) {
    site.link();
    var loops = new ArrayList<LoopReport>();
    for (Verdict verdict : site.loops()) {
      loops.add(LoopReport.of(verdict));
    }
    NativeMode form = site.form();
    return new KernelReport(
        site.signature(),
        form == NativeMode.AUTO ? "native" : form.toString(),
        site.reason(),
        loops);
  }

  /** True if there are loops, and all of them are SIMD code. */
  public boolean isVectorized() {
    return !loops.isEmpty() && loops.stream().allMatch(LoopReport::isVectorized);
  }

  /** A line about the kernel and one about each loop, for people. */
  @Override
  public String toString() {
    var text = new StringBuilder(kernel).append(": ").append(form);
    if (reason != null) {
      text.append(": ").append(reason);
    }
    for (LoopReport loop : loops) {
      text.append("\n  ").append(loop);
    }
    return text.toString();
  }
}
