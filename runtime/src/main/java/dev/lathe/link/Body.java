package dev.lathe.link;

import dev.lathe.link.LinkException.Code;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The user's own Java body of a kernel as a handle of the site's type: what runs in {@link
 * NativeMode#SOURCE}.
 */
final class Body {
  private static final MethodType SPREAD =
      MethodType.methodType(Object.class, MethodHandle.class, long[].class, Object[].class);

  /** The method of a holder whose kernel is lifted. */
  private static final String BODY = "body";

  private Body() {}

  /**
   * @throws LinkException if the generated class does not allow it
   */
  static MethodHandle of(KernelSite site) {
    try {
      MethodHandle body = find(site);
      MethodType carried = carried(site.method());
      body = MethodHandles.explicitCastArguments(body, carried);
      return carried.equals(site.type()) ? body : spread(body, site.type());
    } catch (ReflectiveOperationException e) {
      throw new LinkException(
          Code.NO_KERNEL, "cannot find the Java body of " + site.name() + ": " + e.getMessage(), e);
    }
  }

  private static MethodHandle find(KernelSite site) throws ReflectiveOperationException {
    Class<?> generated = site.lookup().lookupClass().getNestHost();
    MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(generated, site.lookup());
    try {
      return lookup.findStatic(site.declaring(), site.methodName(), site.method());
    } catch (NoSuchMethodException | IllegalAccessException e) {
      // an instance method, then
    }
    MethodHandle constructor = lookup.findConstructor(generated, MethodType.methodType(void.class));
    Object instance;
    try {
      instance = constructor.invoke();
    } catch (Throwable t) {
      throw Downcalls.rethrow(t);
    }
    try {
      MethodType body = site.method().insertParameterTypes(0, site.declaring());
      return lookup.findStatic(site.lookup().lookupClass(), BODY, body).bindTo(instance);
    } catch (NoSuchMethodException e) {
      // the user's, then
    }
    return lookup
        .findSpecial(site.declaring(), site.methodName(), site.method(), generated)
        .bindTo(instance);
  }

  /** The method's type as carriers, one for each parameter however many. */
  static MethodType carried(MethodType method) {
    var parameters = new Class<?>[method.parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = KernelSite.carrier(method.parameterType(i));
    }
    return MethodType.methodType(KernelSite.carrier(method.returnType()), parameters);
  }

  /**
   * {@code target}, called with the scalars that a {@code long[]} holds as Kernel specifies, and
   * the references that follow it.
   */
  static MethodHandle spread(MethodHandle target, MethodType type) {
    try {
      return MethodHandles.lookup()
          .findStatic(Body.class, "callSpread", SPREAD)
          .bindTo(target)
          .asCollector(Object[].class, type.parameterCount() - 1)
          .asType(type);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object callSpread(MethodHandle target, long[] scalars, Object[] references)
      throws Throwable {
    MethodType type = target.type();
    var arguments = new Object[type.parameterCount()];
    int scalar = 0;
    int reference = 0;
    for (int i = 0; i < arguments.length; i++) {
      Class<?> parameter = type.parameterType(i);
      if (parameter == int.class) {
        arguments[i] = (int) scalars[scalar++];
      } else if (parameter == float.class) {
        arguments[i] = Float.intBitsToFloat((int) scalars[scalar++]);
      } else if (parameter == double.class) {
        arguments[i] = Double.longBitsToDouble(scalars[scalar++]);
      } else if (parameter == long.class) {
        arguments[i] = scalars[scalar++];
      } else {
        arguments[i] = references[reference++];
      }
    }
    return target.invokeWithArguments(arguments);
  }
}
