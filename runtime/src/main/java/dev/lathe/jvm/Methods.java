package dev.lathe.jvm;

import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrException;
import dev.lathe.ir.Module;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The methods that the functions of a module become. Two of one name and types in a class, such as
 * the Java methods {@code f(byte)} and {@code f(int)}, are told apart by parameters that are passed
 * 0 and not read: so both keep their name, which stack traces show.
 */
final class Methods {
  /** The root is called by a method handle, which takes a slot itself; other methods are not. */
  private static final int ROOT_SLOTS = 254;

  private static final int MOST_SLOTS = 255;

  /**
   * The method of a function.
   *
   * @param ignored how many {@code int}s it takes that it does not read, after all others
   * @param chunkPrefix what the names of its chunks' methods begin with; no Java method has such a
   *     name
   */
  record Method(KernelName name, MethodTypeDesc type, int ignored, String chunkPrefix) {
    ClassDesc owner() {
      return ClassDesc.of(name.className());
    }

    /** The name of the method of {@code chunk}. */
    String chunkName(Chunk chunk) {
      return chunkPrefix + chunk.number;
    }
  }

  private final HashMap<String, Method> bySymbol = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * @throws IrException if a function has more parameters than a method may have
   */
  Methods(Module module) {
    for (String symbol : module.symbols()) {
      Function function = module.function(symbol);
      var types = new ArrayList<Type>();
      for (Value param : function.params()) {
        types.add(param.type());
      }
      int most = function == module.root() ? ROOT_SLOTS : MOST_SLOTS;
      bySymbol.put(symbol, method(function.name(), function.result(), types, most));
    }
  }

  /** The method of the function of that symbol. */
  Method of(String symbol) {
    return bySymbol.get(symbol);
  }

  /** The method that {@code callee} is; if it is not in the module, one as its symbol says. */
  Method of(Callee callee) {
    Method known = bySymbol.get(callee.symbol());
    if (known == null) {
      int end = callee.symbol().indexOf('(');
      String name = end < 0 ? callee.symbol() : callee.symbol().substring(0, end);
      known = method(name, callee.result(), callee.params(), MOST_SLOTS);
      bySymbol.put(callee.symbol(), known);
    }
    return known;
  }

  private Method method(String functionName, Type result, List<Type> params, int most) {
    int slots = 0;
    var types = new ArrayList<ClassDesc>();
    for (Type param : params) {
      types.add(OpEmitter.descriptor(param));
      slots += Locals.kind(param).slotSize();
    }
    if (slots > most) {
      throw new IrException(
          functionName + ": parameters take " + slots + " slots, at most " + most);
    }
    var name = KernelName.of(functionName);
    while (true) {
      var all = new ArrayList<>(types);
      for (int ignored = 0; slots + ignored <= MOST_SLOTS; ignored++) {
        var type = MethodTypeDesc.of(OpEmitter.descriptor(result), all);
        if (taken.add(name.className() + "." + name.methodName() + type.descriptorString())) {
          return new Method(name, type, ignored, name.methodName() + "'" + taken.size() + "'");
        }
        all.add(ConstantDescs.CD_int);
      }
      name = new KernelName(name.className(), name.methodName() + "'");
    }
  }
}
