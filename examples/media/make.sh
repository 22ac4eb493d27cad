#!/usr/bin/env bash
# Makes the four test clips of this folder from synthetic sources, so that nothing in them belongs to anybody.
#
#   ./make.sh            writes speech.opus, vp8.ivf, av1.ivf and h264.h264 next to this script, in some ten seconds
#   ./make.sh OTHER_DIR  writes them into another folder, to compare with the checked-in ones
#
# Needs ffmpeg (with libopus, libvpx, libaom and libx264) and espeak-ng; nothing is downloaded. One thread and the
# bit-exact flags make every run give the same bytes with the same versions of the tools; README.md names the versions.
set -euo pipefail

out=${1:-$(dirname "$0")}
mkdir -p "$out"

seconds=8
size=640x360
rate=25
key_every=$((3 * rate))   # frames: a late joiner waits 3 s at most, and 8 s hold three key frames

# Nothing but errors on the terminal, no questions, no versions or random serial numbers in the files.
quiet=(ffmpeg -hide_banner -loglevel error -nostdin -y -filter_threads 1 -filter_complex_threads 1)
exact=(-map_metadata -1 -fflags +bitexact -flags +bitexact -threads 1)

# video FILE SOURCE ENCODER-OPTIONS... : encodes $seconds of the lavfi graph SOURCE into FILE.
video() {
  local file=$1 source=$2
  shift 2
  "${quiet[@]}" -f lavfi -i "$source,format=yuv420p" -t "$seconds" -an "${exact[@]}" -g "$key_every" "$@" "$out/$file"
}

# Three different pictures, so that a viewer can tell the senders of a call apart.
bars="testsrc2=size=$size:rate=$rate"
zoom="mandelbrot=size=$size:rate=$rate:end_pts=600:maxiter=512"
cells="life=size=160x90:rate=$rate:random_seed=7:ratio=0.12:mold=8:life_color=0x60d0ff:death_color=0x204060:mold_color=0x081018"
cells="$cells,scale=$size:flags=neighbor[cells];testsrc2=size=192x108:rate=$rate[inset]"
cells="$cells;[cells][inset]overlay=x='224+180*sin(t)':y='126+90*cos(t*1.3)':shortest=1"

# Speech: 48 kHz mono, one packet each 20 ms, variable bit rate, as a conference sends it.
espeak-ng -v en-gb -s 170 -p 45 --stdout \
  "This call is end to end encrypted. The server forwards every frame, and understands none of them. Only we hold the keys." |
  "${quiet[@]}" -i - -af "aresample=48000,apad" -t "$seconds" -ac 1 "${exact[@]}" \
    -c:a libopus -b:a 32k -vbr on -application voip -frame_duration 20 "$out/speech.opus"

# VP8: no alternate reference frames, because those are coded frames that are never shown.
video vp8.ivf "$bars" -c:v libvpx -b:v 300k -deadline realtime -cpu-used 4 -lag-in-frames 0 -auto-alt-ref 0 -error-resilient 1

# AV1: real-time mode never looks ahead, so each IVF frame is one temporal unit with one shown picture.
video av1.ivf "$zoom" -c:v libaom-av1 -b:v 300k -usage realtime -cpu-used 7 -lag-in-frames 0 -keyint_min "$key_every"

# H.264: constrained baseline, an access unit delimiter before every picture and two slices in it.
video h264.h264 "$cells" -c:v libx264 -b:v 300k -maxrate 450k -bufsize 450k -profile:v baseline -preset medium -tune zerolatency \
  -keyint_min "$key_every" -sc_threshold 0 -x264-params "aud=1:slices=2:sliced-threads=0"

ls -l "$out"/speech.opus "$out"/vp8.ivf "$out"/av1.ivf "$out"/h264.h264
