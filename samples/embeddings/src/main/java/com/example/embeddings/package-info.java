/** Sentence embeddings in a dozen lines. */
package com.example.embeddings;
