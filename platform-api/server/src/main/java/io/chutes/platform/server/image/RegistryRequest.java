package io.chutes.platform.server.image;

/** What a client asks of the registry. */
sealed interface RegistryRequest {
    /** Whether this is a registry, and whether the credentials are good. */
    record CheckSupport() implements RegistryRequest {}

    /** A request about one repository. */
    sealed interface InRepository extends RegistryRequest {
        RepositoryName name();
    }

    /** A request that only reads. */
    sealed interface Pull extends InRepository {}

    /** A request that writes, or that belongs to writing. */
    sealed interface Push extends InRepository {}

    /** The bytes of a blob, or only its headers. */
    record ReadBlob(RepositoryName name, Digest digest) implements Pull {}

    /** A manifest, or only its headers. */
    record ReadManifest(RepositoryName name, Reference reference) implements Pull {}

    /** The tags of a repository. */
    record ListTags(RepositoryName name) implements Pull {}

    /** The manifests that refer to one. */
    record ListReferrers(RepositoryName name, Digest subject) implements Pull {}

    /** A request that takes something out. */
    sealed interface Delete extends InRepository {}

    /** A tag, or a manifest with all of its tags, that is to go. */
    record DeleteManifest(RepositoryName name, Reference reference) implements Delete {}

    /** A blob that is to go. */
    record DeleteBlob(RepositoryName name, Digest digest) implements Delete {}

    /** A new upload, a whole blob at once, or a mount. */
    record StartUpload(RepositoryName name) implements Push {}

    /** How much of an upload has arrived. */
    record UploadStatus(RepositoryName name, String upload) implements Push {}

    /** The next bytes of an upload. */
    record AppendToUpload(RepositoryName name, String upload) implements Push {}

    /** The last bytes of an upload, if any, and the digest of all. */
    record FinishUpload(RepositoryName name, String upload) implements Push {}

    /** The end of an upload that leads nowhere. */
    record CancelUpload(RepositoryName name, String upload) implements Push {}

    /** A manifest to keep. */
    record WriteManifest(RepositoryName name, Reference reference) implements Push {}
}
