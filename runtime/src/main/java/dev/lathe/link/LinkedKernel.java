package dev.lathe.link;

import java.lang.invoke.MethodHandle;

/**
 * What a site was linked to.
 *
 * @param handle of the site's type
 * @param form what runs: {@link NativeMode#AUTO} for native code, {@link NativeMode#CLASSFILE} or
 *     {@link NativeMode#SOURCE}
 * @param reason why it is not native code, or null
 */
public record LinkedKernel(MethodHandle handle, NativeMode form, String reason) {}
