#!/usr/bin/env python3
"""Draw the pictures of the sample edition.

    make-pictures.py [DIRECTORY]        (default: pictures/ beside this file)

Every picture is drawn here, from shapes and a seeded random generator, so
that the edition needs nobody's photographs and can be made again byte for
byte.  Large shapes and strong contrast are on purpose: the pictures must
still say what they show at 56 by 34 half-block cells.

Needs Python 3 alone for PNG and GIF; cjpeg (libjpeg-turbo-progs) for JPEG and
cwebp (webp) for WebP.
"""

import math
import os
import random
import struct
import subprocess
import sys
import zlib

WIDTH, HEIGHT = 640, 400
# Shapes are drawn at twice the size and averaged down: smooth edges.
SCALE = 2


def mix(a, b, t):
    """The colour at t (0 to 1) on the way from a to b."""
    return tuple(round(p + (q - p) * t) for p, q in zip(a, b))


class Picture:
    """A canvas measured in final pixels, from the top left."""

    def __init__(self, seed):
        self.w, self.h = WIDTH * SCALE, HEIGHT * SCALE
        self.rows = [bytearray(self.w * 3) for _ in range(self.h)]
        self.rand = random.Random(seed)

    def _span(self, y, x0, x1, colour, alpha=1.0):
        """Colour the canvas pixels x0 to x1 of row y."""
        x0, x1 = max(0, round(x0)), min(self.w, round(x1))
        if not 0 <= y < self.h or x0 >= x1:
            return
        row, part = self.rows[y], slice(x0 * 3, x1 * 3)
        if alpha >= 1:
            row[part] = bytes(colour) * (x1 - x0)
            return
        piece = row[part]
        for channel in range(3):
            table = bytes(round(v + (colour[channel] - v) * alpha)
                          for v in range(256))
            piece[channel::3] = piece[channel::3].translate(table)
        row[part] = piece

    def gradient(self, stops, top=0, bottom=HEIGHT):
        """A vertical gradient through the colours of stops."""
        y0, y1 = top * SCALE, bottom * SCALE
        for y in range(y0, y1):
            t = (y - y0) / max(1, y1 - y0 - 1) * (len(stops) - 1)
            i = min(int(t), len(stops) - 2)
            self._span(y, 0, self.w, mix(stops[i], stops[i + 1], t - i))

    def polygon(self, points, colour, alpha=1.0):
        pts = [(x * SCALE, y * SCALE) for x, y in points]
        top = max(0, math.floor(min(y for _, y in pts)))
        bottom = min(self.h, math.ceil(max(y for _, y in pts)))
        for y in range(top, bottom):
            cuts = []
            for (xa, ya), (xb, yb) in zip(pts, pts[1:] + pts[:1]):
                if (ya <= y + 0.5) != (yb <= y + 0.5):
                    cuts.append(xa + (y + 0.5 - ya) * (xb - xa) / (yb - ya))
            cuts.sort()
            for x0, x1 in zip(cuts[::2], cuts[1::2]):
                self._span(y, x0, x1, colour, alpha)

    def rect(self, x, y, w, h, colour, alpha=1.0):
        for row in range(round(y * SCALE), round((y + h) * SCALE)):
            self._span(row, x * SCALE, (x + w) * SCALE, colour, alpha)

    def ellipse(self, cx, cy, rx, ry, colour, alpha=1.0):
        top, bottom = round((cy - ry) * SCALE), round((cy + ry) * SCALE)
        for y in range(top, bottom + 1):
            t = (y / SCALE - cy) / ry
            if abs(t) <= 1:
                half = rx * math.sqrt(1 - t * t)
                self._span(y, (cx - half) * SCALE, (cx + half) * SCALE,
                           colour, alpha)

    def line(self, points, width, colour, alpha=1.0):
        for (xa, ya), (xb, yb) in zip(points, points[1:]):
            length = math.hypot(xb - xa, yb - ya) or 1
            dx = (yb - ya) / length * width / 2
            dy = (xb - xa) / length * width / 2
            self.polygon([(xa + dx, ya - dy), (xb + dx, yb - dy),
                          (xb - dx, yb + dy), (xa - dx, ya + dy)],
                         colour, alpha)

    def glow(self, cx, cy, radius, colour, strength=0.6, rings=14):
        """Light around a lamp: thin discs laid over one another."""
        step = 1 - (1 - strength) ** (1 / rings)
        for ring in range(rings):
            r = radius * (1 - ring / rings)
            self.ellipse(cx, cy, r, r, colour, step)

    def ridge(self, base, height, waves, colour, bottom=HEIGHT):
        """Hills: a line made of a few waves, filled down to bottom."""
        parts = [(self.rand.uniform(0.6, 1.4) * (i + 1) * waves,
                  self.rand.uniform(0, math.tau), 1 / (i + 1) ** 1.2)
                 for i in range(5)]
        line = []
        for x in range(0, WIDTH + 4, 4):
            v = sum(a * math.sin(x / WIDTH * math.tau * f + p)
                    for f, p, a in parts)
            line.append((x, base - height * v / 2))
        self.polygon(line + [(WIDTH, bottom), (0, bottom)], colour)
        return line

    def stars(self, count, bottom, colour=(235, 238, 255)):
        for _ in range(count):
            x, y = self.rand.uniform(0, WIDTH), self.rand.uniform(0, bottom)
            size = self.rand.choice((0.6, 0.6, 0.8, 0.8, 1.2, 1.8))
            self.ellipse(x, y, size, size, colour,
                         self.rand.uniform(0.5, 1))

    def reflect(self, horizon, tint, strength):
        """Water below horizon: what is above, upside down and unquiet."""
        edge = horizon * SCALE
        for y in range(edge, self.h):
            depth = y - edge
            source = edge - 1 - min(int(depth * 1.05), edge - 1)
            shift = round(math.sin(depth / 5 + math.sin(depth / 17) * 2)
                          * (1 + depth / 40)) * 3
            old = self.rows[source]
            self.rows[y] = bytearray(old[-shift:] + old[:-shift])
            self._span(y, 0, self.w, tint,
                       strength + 0.25 * depth / (self.h - edge))

    def pixels(self, grain=0):
        """The final rows of RGB bytes."""
        out = []
        for y in range(0, self.h, SCALE):
            a, b = self.rows[y], self.rows[y + 1]
            row = bytearray(WIDTH * 3)
            for c in range(3):
                row[c::3] = bytes(
                    (p + q + r + s + 2) // 4 for p, q, r, s in
                    zip(a[c::6], a[c + 3::6], b[c::6], b[c + 3::6]))
            if grain:
                noise = self.rand.choices(range(-grain, grain + 1), k=WIDTH)
                row = bytearray(
                    max(0, min(255, v + noise[i // 3]))
                    for i, v in enumerate(row))
            out.append(bytes(row))
        return out


# ---- the pictures ---------------------------------------------------------

def boat(p, x, y, size, hull, sail=None, lamp=None):
    p.polygon([(x - size, y - size * .18), (x + size, y - size * .25),
               (x + size * .7, y + size * .2), (x - size * .75, y + size * .2)],
              hull)
    p.rect(x - size * .35, y - size * .55, size * .5, size * .4, hull)
    p.line([(x + size * .3, y), (x + size * .3, y - size * 1.7)],
           size * .06, hull)
    if sail:
        p.polygon([(x + size * .34, y - size * 1.65),
                   (x + size * .34, y - size * .35),
                   (x + size * 1.05, y - size * .4)], sail)
    if lamp:
        p.glow(x - size * .1, y - size * .38, size * .5, lamp, .7)
        p.ellipse(x - size * .1, y - size * .38, size * .08, size * .08,
                  (255, 246, 210))


def harbour():
    p = Picture('harbour')
    p.gradient([(28, 32, 74), (98, 58, 110), (214, 98, 84), (252, 178, 92)],
               0, 230)
    p.glow(430, 212, 170, (255, 214, 130), .75)
    p.ellipse(430, 214, 34, 34, (255, 240, 190))
    p.ridge(214, 42, 1.6, (74, 44, 86), 232)
    for i in range(26):
        w, h = p.rand.uniform(12, 26), p.rand.uniform(14, 52)
        x = i * 11 - 8
        p.rect(x, 230 - h, w, h, (38, 28, 62))
        for wy in range(int(230 - h) + 6, 226, 9):
            if p.rand.random() < .4:
                p.rect(x + 4, wy, 3, 4, (255, 206, 110))
    for x in (506, 566):
        p.line([(x, 232), (x, 132), (x + 46, 120)], 5, (32, 24, 54))
        p.line([(x - 20, 140), (x + 46, 120), (x + 46, 168)], 2.5,
               (32, 24, 54))
    p.reflect(230, (52, 36, 80), .22)
    boat(p, 140, 300, 56, (20, 16, 36), (236, 134, 94), (255, 200, 110))
    boat(p, 330, 270, 30, (26, 20, 44), (216, 110, 92))
    boat(p, 520, 330, 74, (16, 12, 30), None, (255, 210, 120))
    return p


def tea_hills():
    p = Picture('tea hills 7')
    p.gradient([(120, 172, 206), (214, 226, 216), (250, 236, 200)], 0, 220)
    p.glow(120, 96, 110, (255, 246, 206), .7)
    p.ridge(150, 60, 1.1, (142, 174, 184))
    p.ridge(186, 56, 1.3, (104, 150, 138))
    for i, (base, colour) in enumerate(((224, (70, 134, 84)),
                                        (276, (48, 112, 62)),
                                        (336, (28, 84, 46)))):
        line = p.ridge(base, 52, .9, colour)
        light = mix(colour, (176, 214, 110), .45)
        for k in range(1, 9):
            drop = k * (7 + i * 2.2)
            p.line([(x, y + drop) for x, y in line], 2.2 + i, light, .8)
    for x, y, cloth in ((210, 300, (214, 58, 62)), (262, 312, (244, 176, 56)),
                        (330, 306, (206, 70, 130)), (452, 338, (240, 240, 232))):
        p.ellipse(x - 9, y + 2, 10, 15, (120, 84, 48))
        p.polygon([(x - 9, y + 32), (x + 11, y + 32), (x + 6, y - 8),
                   (x - 4, y - 8)], cloth)
        p.ellipse(x + 1, y - 13, 6, 7, (74, 46, 34))
    return p


def night_bus():
    p = Picture('night bus')
    p.gradient([(10, 14, 36), (24, 30, 66), (44, 44, 84)], 0, 300)
    p.stars(90, 130)
    for i in range(14):
        h = p.rand.uniform(70, 170)
        p.rect(i * 48 - 10, 300 - h, 44, h, (18, 20, 44))
        for wy in range(int(300 - h) + 10, 280, 18):
            for wx in (4, 16, 28):
                if p.rand.random() < .22:
                    p.rect(i * 48 - 10 + wx, wy, 6, 8, (150, 128, 84))
    p.gradient([(26, 26, 40), (12, 12, 22)], 300, 400)
    p.glow(330, 226, 250, (255, 196, 96), .35)
    p.rect(110, 142, 440, 160, (156, 34, 44))
    p.ellipse(122, 160, 18, 18, (156, 34, 44))
    p.rect(110, 264, 440, 10, (236, 220, 190))
    for i in range(6):
        x = 128 + i * 60
        p.rect(x, 164, 52, 72, (255, 218, 136))
        for shelf in range(2):
            for b in range(8):
                h = p.rand.uniform(15, 25)
                p.rect(x + 2 + b * 6, 198 + shelf * 34 - h, 5, h,
                       p.rand.choice(((62, 90, 140), (150, 60, 50),
                                      (70, 120, 80), (110, 70, 120),
                                      (200, 130, 60))))
    p.ellipse(214, 186, 11, 13, (58, 36, 32))
    p.polygon([(194, 236), (234, 236), (226, 200), (202, 200)], (58, 36, 32))
    p.rect(496, 164, 44, 128, (255, 226, 160))
    p.line([(518, 164), (518, 292)], 3, (120, 26, 36))
    for x in (200, 452):
        p.ellipse(x, 302, 34, 34, (14, 14, 20))
        p.ellipse(x, 302, 16, 16, (122, 122, 132))
    p.glow(562, 276, 60, (255, 240, 190), .8)
    p.polygon([(556, 270), (640, 286), (640, 340), (556, 284)],
              (255, 236, 180), .25)
    return p


def bridges():
    p = Picture('bridges 3')
    p.gradient([(96, 150, 196), (188, 208, 214), (248, 224, 190)], 0, 250)
    p.ridge(226, 40, 1.4, (132, 158, 170), 250)
    for i in range(30):
        h = p.rand.uniform(10, 46)
        p.rect(i * 22, 250 - h, 20, h, mix((96, 112, 132), (120, 120, 128),
                                           p.rand.random()))
    iron = (150, 52, 40)
    for x in (190, 450):
        p.rect(x - 7, 90, 14, 160, iron)
        p.rect(x - 12, 84, 24, 10, iron)
    for a, b in ((-70, 190), (190, 450), (450, 710)):
        cable = []
        for k in range(41):
            t = k / 40
            cable.append((a + (b - a) * t, 96 + 96 * 4 * t * (1 - t)))
        p.line(cable, 4, iron)
        for x, y in cable[::2]:
            p.line([(x, y), (x, 206)], 1.5, iron)
    p.rect(0, 204, WIDTH, 10, iron)
    p.reflect(250, (70, 108, 130), .3)
    stone = (84, 76, 70)
    p.rect(0, 296, WIDTH, 26, stone)
    p.rect(0, 290, WIDTH, 7, (116, 106, 96))
    for i in range(5):
        x = 20 + i * 150
        p.polygon([(x - 22, 322), (x + 22, 322), (x + 16, 400), (x - 16, 400)],
                  stone)
    for x in (80, 130, 300, 318, 470, 560):
        p.ellipse(x, 274, 4, 5, (34, 30, 36))
        p.polygon([(x - 6, 292), (x + 6, 292), (x + 3, 278), (x - 3, 278)],
                  (34, 30, 36))
    return p


def observatory():
    p = Picture('observatory')
    p.gradient([(6, 8, 30), (18, 26, 74), (52, 58, 120), (112, 84, 130)],
               0, 330)
    for k in range(60):
        t = k / 59
        p.ellipse(80 + 520 * t, 250 - 260 * t + 26 * math.sin(k), 66, 34,
                  (150, 150, 220), .045)
    p.stars(420, 300)
    p.ridge(300, 44, 1.2, (34, 30, 66))
    p.ridge(344, 40, .9, (14, 14, 32))
    p.rect(232, 232, 150, 110, (214, 214, 226))
    p.rect(232, 232, 60, 110, (162, 164, 190))
    p.ellipse(307, 232, 82, 82, (232, 232, 240))
    p.polygon([(225, 232), (389, 232), (389, 322), (225, 322)],
              (206, 206, 220))
    p.polygon([(225, 232), (290, 232), (290, 322), (225, 322)],
              (164, 166, 192))
    p.rect(218, 228, 178, 9, (120, 120, 150))
    p.polygon([(322, 148), (352, 160), (346, 230), (316, 230)], (26, 24, 44))
    p.line([(334, 206), (362, 138)], 15, (70, 72, 98))
    p.rect(292, 286, 28, 44, (210, 96, 60))
    p.glow(306, 306, 36, (255, 120, 60), .4)
    p.ridge(366, 18, 1.7, (8, 8, 20))
    return p


def portrait():
    p = Picture('portrait')
    p.gradient([(20, 60, 74), (28, 92, 100), (16, 44, 58)])
    for i in range(9):
        p.rect(i * 74, 0, 36, HEIGHT, (14, 50, 62), .45)
    p.glow(250, 170, 220, (240, 176, 92), .55)
    dark = (20, 18, 28)
    p.polygon([(90, 400), (112, 322), (178, 286), (330, 286), (392, 322),
               (416, 400)], dark)
    p.rect(222, 238, 60, 64, dark)
    p.ellipse(252, 180, 66, 82, dark)
    p.ellipse(238, 138, 78, 56, dark)
    p.polygon([(310, 168), (332, 200), (308, 208)], dark)
    p.ellipse(196, 190, 17, 28, (196, 62, 52))
    p.line([(190, 170), (196, 120), (236, 92), (280, 96), (312, 122)], 9,
           (196, 62, 52))
    p.line([(470, 400), (470, 250), (404, 214)], 8, (178, 184, 190))
    p.ellipse(388, 206, 28, 34, (72, 78, 88))
    for k in range(-2, 3):
        p.line([(364, 206 + k * 11), (412, 206 + k * 11)], 2, (140, 148, 158))
    p.rect(520, 40, 76, 34, (190, 34, 36))
    p.glow(558, 57, 76, (255, 70, 60), .5)
    p.rect(530, 52, 56, 10, (255, 226, 210))
    return p


def library():
    p = Picture('library 2')
    p.gradient([(70, 42, 26), (46, 28, 20)])
    spines = ((148, 48, 42), (44, 84, 120), (206, 160, 78), (64, 108, 76),
              (98, 62, 108), (222, 208, 176), (36, 56, 70), (184, 96, 52))
    for shelf in range(4):
        floor = 92 + shelf * 92
        p.rect(0, floor - 84, WIDTH, 84, (30, 18, 14))
        x = 6
        while x < WIDTH - 8:
            w, h = p.rand.uniform(10, 26), p.rand.uniform(52, 78)
            if p.rand.random() < .07:
                x += w * 1.6
                continue
            colour = p.rand.choice(spines)
            p.rect(x, floor - h, w, h, colour)
            p.rect(x, floor - h, w * .28, h, mix(colour, (255, 255, 255), .2))
            p.rect(x, floor - h * .78, w, 4, mix(colour, (250, 220, 140), .6))
            x += w + 1.5
        p.rect(0, floor, WIDTH, 9, (132, 84, 48))
    p.glow(470, 120, 200, (255, 214, 130), .4)
    wood = (206, 160, 98)
    p.line([(150, 400), (226, 0)], 9, wood)
    p.line([(222, 400), (286, 0)], 9, wood)
    for k in range(9):
        y = 370 - k * 46
        t = (400 - y) / 400
        p.line([(150 + 76 * t, y), (222 + 64 * t, y)], 6, wood)
    p.polygon([(208, 262), (266, 262), (256, 176), (222, 176)], (28, 40, 66))
    p.ellipse(240, 154, 19, 22, (34, 24, 24))
    p.line([(250, 186), (306, 166)], 13, (28, 40, 66))
    return p


def ferry_fog():
    p = Picture('ferry')
    p.gradient([(176, 188, 196), (206, 212, 212), (188, 196, 196)], 0, 250)
    p.gradient([(150, 164, 170), (112, 128, 138)], 250, 400)
    p.glow(486, 106, 120, (255, 244, 214), .75)
    p.ridge(238, 22, 1.6, (176, 188, 192), 252)
    far = (146, 158, 166)
    p.polygon([(60, 236), (190, 236), (176, 256), (74, 256)], far)
    p.rect(88, 214, 74, 22, far)
    p.rect(0, 226, WIDTH, 34, (204, 210, 212), .55)
    p.polygon([(180, 282), (566, 282), (536, 338), (214, 338)], (38, 62, 84))
    p.rect(184, 282, 380, 8, (214, 84, 52))
    p.rect(222, 232, 296, 50, (236, 234, 226))
    p.rect(262, 190, 208, 44, (222, 220, 212))
    for i in range(9):
        p.rect(236 + i * 31, 246, 18, 16, (255, 206, 120))
    for i in range(6):
        p.rect(276 + i * 32, 202, 18, 14, (255, 206, 120))
    p.rect(330, 142, 44, 48, (196, 66, 48))
    p.rect(330, 142, 44, 12, (34, 34, 42))
    for k in range(7):
        p.ellipse(346 - k * 26, 130 - k * 11, 20 + k * 5, 11 + k * 3,
                  (128, 136, 142), .34)
    for x in range(232, 520, 22):
        p.ellipse(x, 226, 4, 5, (44, 42, 52))
    for k in range(4):
        p.rect(0, 300 + k * 24, WIDTH, 12, (214, 220, 220), .22)
    return p


def lighthouse():
    p = Picture('lighthouse')
    p.gradient([(14, 22, 60), (14, 22, 60)], 0, 90)
    for k, c in enumerate(((22, 36, 84), (40, 56, 112), (76, 80, 138),
                           (136, 108, 150), (208, 142, 140))):
        p.rect(0, 90 + k * 36, WIDTH, 36, c)
    p.stars(60, 120, (230, 234, 250))
    p.rect(0, 270, WIDTH, 130, (20, 40, 74))
    for k in range(9):
        y = 280 + k * 13
        for x in range(-20 + (k % 3) * 34, WIDTH, 104):
            p.rect(x, y, 44 + k * 3, 3, (58, 84, 128))
    beam = (255, 236, 160)
    p.polygon([(424, 92), (0, 20), (0, 130)], beam, .5)
    p.polygon([(424, 92), (640, 52), (640, 126)], beam, .5)
    p.polygon([(320, 400), (356, 318), (398, 290), (470, 286), (528, 322),
               (586, 352), (640, 400)], (18, 18, 34))
    p.polygon([(388, 296), (460, 296), (446, 112), (402, 112)],
              (238, 236, 230))
    for k in (0, 2):
        t0, t1 = .22 + k * .22, .42 + k * .22
        p.polygon([(402 - 14 * t0, 112 + 184 * t0),
                   (446 + 14 * t0, 112 + 184 * t0),
                   (446 + 14 * t1, 112 + 184 * t1),
                   (402 - 14 * t1, 112 + 184 * t1)], (196, 52, 48))
    p.rect(392, 106, 64, 8, (30, 30, 46))
    p.rect(406, 78, 36, 28, (255, 246, 200))
    p.polygon([(398, 80), (450, 80), (424, 54)], (196, 52, 48))
    p.rect(484, 262, 60, 48, (226, 220, 208))
    p.polygon([(476, 264), (552, 264), (514, 238)], (120, 44, 40))
    p.rect(502, 276, 16, 16, (255, 206, 110))
    return p


def train():
    p = Picture('train 5')
    p.gradient([(104, 148, 200), (186, 208, 230), (240, 236, 228)], 0, 280)
    for cx, top, half, colour in ((150, 60, 230, (150, 170, 200)),
                                  (470, 30, 290, (126, 150, 188))):
        p.polygon([(cx - half, 300), (cx, top), (cx + half, 300)], colour)
        p.polygon([(cx, top), (cx - half * .32, top + 80),
                   (cx - half * .1, top + 64), (cx + half * .04, top + 92),
                   (cx + half * .15, top + 66), (cx + half * .34, top + 86)],
                  (250, 250, 252))
    p.ridge(262, 30, 1.3, (214, 224, 236))
    for i in range(34):
        x, s = p.rand.uniform(0, WIDTH), p.rand.uniform(14, 30)
        y = 268 + p.rand.uniform(-6, 14)
        p.polygon([(x - s * .4, y), (x + s * .4, y), (x, y - s * 1.5)],
                  (38, 74, 70))
    p.gradient([(236, 240, 246), (200, 212, 230)], 318, 400)
    p.rect(0, 284, WIDTH, 36, (222, 230, 240))
    p.rect(0, 322, WIDTH, 8, (70, 62, 60))
    for x in range(0, WIDTH, 22):
        p.rect(x, 328, 12, 5, (96, 78, 64))
    red, cream = (178, 42, 44), (244, 230, 200)
    for i, x in enumerate((20, 196, 372)):
        p.rect(x, 232, 168, 82, red)
        p.rect(x, 244, 168, 32, cream)
        for k in range(5):
            p.rect(x + 10 + k * 31, 248, 22, 22, (66, 92, 116))
        for k in (30, 62, 112, 144):
            p.ellipse(x + k, 316, 11, 11, (34, 32, 38))
    p.polygon([(540, 232), (572, 232), (600, 276), (600, 314), (540, 314)],
              red)
    p.polygon([(550, 244), (568, 244), (588, 274), (550, 274)], (66, 92, 116))
    p.glow(596, 294, 28, (255, 246, 200), .9)
    return p


def market():
    p = Picture('market')
    p.gradient([(24, 20, 52), (60, 34, 74), (120, 58, 76)], 0, 300)
    p.gradient([(54, 36, 48), (26, 18, 30)], 300, 400)
    for i in range(8):
        h = p.rand.uniform(110, 210)
        p.rect(i * 84 - 12, 300 - h, 80, h, (34, 24, 52))
    colours = ((208, 62, 52), (44, 120, 122), (226, 160, 60), (110, 70, 130))
    for i, c in enumerate(colours):
        x = 14 + i * 158
        p.rect(x + 8, 206, 128, 108, (70, 44, 40))
        p.glow(x + 72, 226, 80, (255, 204, 110), .6)
        p.rect(x + 4, 276, 136, 44, (120, 78, 50))
        for k in range(11):
            fruit = p.rand.choice(((220, 60, 44), (240, 170, 50),
                                   (120, 170, 60), (240, 220, 90)))
            p.ellipse(x + 14 + k * 11.6, 270 + (k % 2) * 4, 8, 8, fruit)
        for k in range(7):
            stripe = c if k % 2 == 0 else (240, 228, 204)
            x0 = x - 6 + k * 22.4
            p.polygon([(x0 + 4, 164), (x0 + 24, 164), (x0 + 22.4, 206),
                       (x0, 206)], stripe)
    for k in range(9):
        t = k / 8
        x, y = 20 + 600 * t, 70 + 50 * 4 * t * (1 - t)
        p.glow(x, y, 34, (255, 160, 70), .6)
        p.ellipse(x, y, 13, 16, (255, 122, 60))
        p.ellipse(x, y, 7, 12, (255, 210, 120))
    for x, h in ((92, 92), (258, 104), (300, 84), (470, 100), (586, 90)):
        p.ellipse(x, 396 - h, 13, 15, (16, 12, 24))
        p.polygon([(x - 22, 400), (x + 22, 400), (x + 15, 410 - h),
                   (x - 15, 410 - h)], (16, 12, 24))
    return p


def waterwheel():
    p = Picture('wheel')
    p.gradient([(232, 150, 84), (248, 204, 134), (252, 230, 184)], 0, 270)
    p.ellipse(520, 120, 44, 44, (255, 246, 214))
    p.ridge(240, 34, 1.1, (206, 146, 98), 272)
    for x in (40, 86, 560, 610):
        p.line([(x, 272), (x + 6, 178)], 8, (96, 66, 44))
        for k in range(7):
            a = math.pi * (.05 + k / 6 * .9)
            p.line([(x + 6, 178), (x + 6 + 42 * math.cos(a),
                                   170 - 26 * math.sin(a)),
                    (x + 6 + 54 * math.cos(a), 190 - 16 * math.sin(a))],
                   6, (60, 104, 62))
    p.polygon([(350, 272), (350, 128), (640, 128), (640, 146), (376, 146),
               (376, 272)], (170, 118, 80))
    for x in (404, 484, 564):
        p.rect(x + 52, 146, 26, 126, (170, 118, 80))
    wood, cx, cy = (78, 48, 32), 270, 176
    for r, w in ((134, 9), (110, 6)):
        ring = [(cx + r * math.cos(a * math.tau / 72),
                 cy + r * math.sin(a * math.tau / 72)) for a in range(73)]
        p.line(ring, w, wood)
    for k in range(16):
        a = k * math.tau / 16
        p.line([(cx, cy), (cx + 134 * math.cos(a), cy + 134 * math.sin(a))],
               5, wood)
        p.ellipse(cx + 138 * math.cos(a), cy + 138 * math.sin(a), 9, 9,
                  (110, 70, 44))
    p.ellipse(cx, cy, 16, 16, (50, 32, 24))
    p.reflect(272, (58, 110, 122), .34)
    return p


# A five by seven face for the poster: only the signs it needs.
FACE = {
    '0': '0E11131519110E', '1': '040C040404040E', '2': '0E11010204081F',
    '3': '1F02040201110E', '4': '02060A121F0202', '5': '1F101E0101110E',
    '6': '0608101E11110E', '7': '1F010204080808', '8': '0E11110E11110E',
    '9': '0E11110F01020C', 'S': '0F10100E01011E', 'A': '0E11111F111111',
    'L': '1010101010101F', 'T': '1F040404040404', ' ': '00000000000000',
}


def words(p, x, y, size, text, colour):
    for sign in text:
        for row in range(7):
            bits = int(FACE[sign][row * 2:row * 2 + 2], 16)
            for column in range(5):
                if bits >> (4 - column) & 1:
                    p.rect(x + column * size, y + row * size, size, size,
                           colour)
        x += 6 * size


def salt_chart():
    p = Picture('chart')
    ink, paper, red = (34, 40, 56), (246, 240, 226), (204, 62, 48)
    p.gradient([paper, paper])
    words(p, 36, 26, 7, 'SALT', ink)
    p.rect(36, 88, 568, 3, ink)
    for k in range(4):
        p.rect(60, 330 - k * 70, 544, 1, (196, 188, 170))
    values = ((2021, 96), (2022, 104), (2023, 99), (2024, 121), (2025, 148),
              (2026, 233))
    for i, (year, value) in enumerate(values):
        x, last = 80 + i * 88, i == len(values) - 1
        p.rect(x, 330 - value * .9, 58, value * .9,
               red if last else (92, 122, 150))
        words(p, x + 2, 346, 2.2, str(year), ink)
        words(p, x + 10, 312 - value * .9, 2, str(value),
              red if last else ink)
    p.rect(60, 330, 544, 3, ink)
    return p


# ---- the files ------------------------------------------------------------

def png(rows):
    def chunk(kind, data):
        body = kind + data
        return (struct.pack('>I', len(data)) + body
                + struct.pack('>I', zlib.crc32(body)))
    head = struct.pack('>IIBBBBB', WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    data = zlib.compress(b''.join(b'\0' + row for row in rows), 9)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head)
            + chunk(b'IDAT', data) + chunk(b'IEND', b''))


def write_png(path, rows):
    with open(path, 'wb') as out:
        out.write(png(rows))


def ppm(rows):
    return b'P6 %d %d 255\n' % (WIDTH, HEIGHT) + b''.join(rows)


def write_jpeg(path, rows, quality):
    subprocess.run(['cjpeg', '-quality', str(quality), '-optimize',
                    '-progressive', '-outfile', path],
                   input=ppm(rows), check=True)


def write_webp(path, rows):
    subprocess.run(['cwebp', '-quiet', '-q', '80', '-o', path, '--', '-'],
                   input=png(rows), check=True)


def palette_of(rows):
    """At most 128 colours, the commonest first, and a map onto them."""
    count = {}
    for row in rows:
        for i in range(0, len(row), 3):
            colour = tuple(v & 0xf8 for v in row[i:i + 3])
            count[colour] = count.get(colour, 0) + 1
    common = sorted(count, key=lambda c: (-count[c], c))
    palette = common[:128]
    index = {c: min(range(len(palette)), key=lambda k: sum(
        (a - b) ** 2 for a, b in zip(palette[k], c))) for c in common}
    return palette, index


def lzw(indices, bits):
    """GIF's compression: codes grow with the table, lowest bit first."""
    clear, out, held, filled = 1 << bits, bytearray(), 0, 0
    table, width = {}, bits + 1
    codes = [(clear, width)]
    prefix = None
    for value in indices:
        if prefix is None:
            prefix = value
        elif (prefix, value) in table:
            prefix = table[prefix, value]
        else:
            codes.append((prefix, width))
            new = clear + 2 + len(table)
            if new < 4096:
                table[prefix, value] = new
                if new == 1 << width and width < 12:
                    width += 1
            else:
                codes.append((clear, width))
                table, width = {}, bits + 1
            prefix = value
    codes += [(prefix, width), (clear + 1, width)]
    for code, size in codes:
        held |= code << filled
        filled += size
        while filled >= 8:
            out.append(held & 255)
            held >>= 8
            filled -= 8
    if filled:
        out.append(held)
    return bytes(out)


def write_gif(path, rows):
    palette, index = palette_of(rows)
    indices = [index[tuple(v & 0xf8 for v in row[i:i + 3])]
               for row in rows for i in range(0, len(row), 3)]
    data = lzw(indices, 7)
    with open(path, 'wb') as out:
        out.write(b'GIF89a' + struct.pack('<HHBBB', WIDTH, HEIGHT, 0xf6, 0, 0))
        flat = b''.join(bytes(c) for c in palette)
        out.write(flat.ljust(128 * 3, b'\0'))
        out.write(b',' + struct.pack('<HHHHB', 0, 0, WIDTH, HEIGHT, 0))
        out.write(b'\x07')
        for i in range(0, len(data), 255):
            part = data[i:i + 255]
            out.write(bytes([len(part)]) + part)
        out.write(b'\0;')


JPEGS = {
    'bridges': bridges, 'harbour': harbour, 'library': library,
    'market': market, 'night-bus': night_bus, 'observatory': observatory,
    'portrait': portrait, 'tea-hills': tea_hills, 'train': train,
    'waterwheel': waterwheel,
}


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here,
                                                                'pictures')
    os.makedirs(folder, exist_ok=True)

    def path(name):
        return os.path.join(folder, name)

    for name, draw in JPEGS.items():
        write_jpeg(path(name + '.jpg'), draw().pixels(grain=2), 80)
    write_png(path('salt-chart.png'), salt_chart().pixels())
    write_gif(path('lighthouse.gif'), lighthouse().pixels())
    write_webp(path('ferry-fog.webp'), ferry_fog().pixels())


if __name__ == '__main__':
    main()
