#include "config.h"

#include "base/bytes.h"

#define C BYTE_CONTROL
#define W BYTE_WHITE
#define B BYTE_BLANK
#define M BYTE_MARKUP
#define E BYTE_ESCAPE
#define H BYTE_HIGH
#define L (BYTE_HIGH | BYTE_LATIN)

/* clang-format off */
const unsigned char byte_traits[256] = {
	C, C, C, C, C, C, C, C, C, W, W, C, C, W, C, C,
	C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C,
	B, 0, M, 0, 0, 0, M, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, M, 0, M, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, E, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, C,
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
