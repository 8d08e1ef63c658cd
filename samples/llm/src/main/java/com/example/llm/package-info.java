/** A chat model in a dozen lines. */
package com.example.llm;
