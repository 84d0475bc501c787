/**
 * Functions that no machine has an instruction for, written in the kernel language.
 *
 * <p>Each is an ordinary Java method. Its IR, which the front end makes of the method's source,
 * lies beside it as a resource in the text form; a test holds the two equal. So native code needs
 * neither the source nor the front end, and every backend computes the same bits.
 */
package dev.lathe.math;
