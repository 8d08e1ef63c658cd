/** The platform's own image registry: OCI Distribution over HTTP, blobs and links in one folder. */
@NullMarked
package io.chutes.platform.server.image;

import org.jspecify.annotations.NullMarked;
