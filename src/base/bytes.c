#include "config.h"

#include "base/bytes.h"

#define U BYTE_UNSAFE
#define C (BYTE_CONTROL | U)
#define W (BYTE_WHITE | U)
#define B (BYTE_BLANK | U)
#define R (BYTE_MARKUP | BYTE_REFERENCE)
#define M (BYTE_MARKUP | U)
#define E (BYTE_ESCAPE | U)
#define P (BYTE_BRACE | U)
#define H (BYTE_HIGH | U)
#define L (BYTE_HIGH | BYTE_LATIN | U)

/* clang-format off */
const uint16_t byte_traits[256] = {
	C, C, C, C, C, C, C, C, C, W, W, C, C, W, C, C,
	C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C,
	B, 0, M, 0, 0, 0, R, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, M, 0, M, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, E, 0, U, 0,
	U, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, P, U, P, 0, C,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, L, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
};
/* clang-format on */
