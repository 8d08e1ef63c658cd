package io.chutes.annotation;

/** The GPU models a chute can ask for. Their memory and price are in the platform's GPU catalogue, which names the same models. */
public enum GpuModel {
    /** NVIDIA A10, 24 GB. */
    A10,
    /** NVIDIA A100 PCIe 80 GB, 80 GB. */
    A100,
    /** NVIDIA A100 PCIe 40 GB, 40 GB. */
    A100_40GB,
    /** NVIDIA A100 SXM4 40 GB, 40 GB. */
    A100_40GB_SXM,
    /** NVIDIA A100 SXM4 80 GB, 80 GB. */
    A100_SXM,
    /** NVIDIA A40, 48 GB. */
    A40,
    /** NVIDIA RTX A4000, 16 GB. */
    A4000,
    /** NVIDIA RTX 4000 Ada, 20 GB. */
    A4000_ADA,
    /** NVIDIA RTX A5000, 24 GB. */
    A5000,
    /** NVIDIA RTX A6000, 48 GB. */
    A6000,
    /** NVIDIA RTX 6000 Ada, 48 GB. */
    A6000_ADA,
    /** NVIDIA B200, 192 GB. */
    B200,
    /** NVIDIA H100 PCIe, 80 GB. */
    H100,
    /** NVIDIA H100 NVL, 96 GB. */
    H100_NVL,
    /** NVIDIA H100 SXM5, 80 GB. */
    H100_SXM,
    /** NVIDIA H20, 96 GB. */
    H20,
    /** NVIDIA H200, 140 GB. */
    H200,
    /** NVIDIA H800 PCIe, 80 GB. */
    H800,
    /** NVIDIA L4, 24 GB. */
    L4,
    /** NVIDIA L40, 48 GB. */
    L40,
    /** NVIDIA L40S, 48 GB. */
    L40S,
    /** AMD Instinct MI300X, 192 GB. */
    MI300X,
    /** NVIDIA RTX PRO 6000, 96 GB. */
    PRO_6000,
    /** NVIDIA GeForce RTX 3090, 24 GB. */
    RTX_3090,
    /** NVIDIA GeForce RTX 4090, 24 GB. */
    RTX_4090,
    /** NVIDIA GeForce RTX 5090, 32 GB. */
    RTX_5090
}
