/** Models as TorchScript on libtorch: the only place that calls DJL, so that native memory and threads have one owner. */
@NullMarked
package io.chutes.template.torch;

import org.jspecify.annotations.NullMarked;
