// Nothing: the target that carries the precompiled header must have a source.
