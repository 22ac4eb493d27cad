// What has to be done to session descriptions between the two sides.

const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const RID = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';
const REPAIRED_RID = 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id';

/**
 * Takes out feedback lines of payload types that a media section does not offer: Firefox 153
 * leaves them behind when setCodecPreferences drops a codec, and Chromium 156 refuses them.
 */
export function tidy(sdp) {
  const [session, ...media] = sections(sdp);
  return session + media.map((section) => {
    const offered = new Set(section.split('\r\n')[0].split(' ').slice(3));
    return section.replace(/^a=rtcp-fb:(\d+) .*\r\n/gm, (line, type) => (offered.has(type) ? line : ''));
  }).join('');
}

/**
 * Turns the one media section of a simulcast offer into one for each layer. A server would
 * tell layers apart by the RID that packets carry; a browser does not receive simulcast, but
 * it tells media sections apart by MID. So each extension is given the other's name.
 */
export function offerOfLayers(sdp, rids) {
  const [session, media, ...more] = sections(sdp);
  if (more.length > 0) throw new Error('layers want an offer of one media section');
  const section = swapNames(media)
    .replace(/^a=(rid|simulcast|ssrc|ssrc-group|msid):.*\r\n/gm, '')
    .replace(new RegExp(`^a=extmap:\\d+ ${REPAIRED_RID}\r\n`, 'gm'), '');
  return session.replace(/^a=group:BUNDLE .*$/m, `a=group:BUNDLE ${rids.join(' ')}`) +
    rids.map((rid) => section.replace(/^a=mid:.*$/m, `a=mid:${rid}\r\na=msid:${rid} ${rid}`)).join('');
}

/** Turns the answer to such an offer into one that the sender of the layers understands. */
export function answerOfLayers(sdp, rids, offer) {
  const [session, media] = sections(sdp);
  const mid = /^a=mid:(.*)$/m.exec(offer)[1];
  const section = swapNames(media).replace(/^a=mid:.*$/m, `a=mid:${mid}`);
  return session.replace(/^a=group:BUNDLE .*$/m, `a=group:BUNDLE ${mid}`) + section +
    rids.map((rid) => `a=rid:${rid} recv\r\n`).join('') + `a=simulcast:recv ${rids.join(';')}\r\n`;
}

function swapNames(section) {
  return section.replace(/^(a=extmap:\d+ )(\S+)/gm, (line, start, name) => {
    if (name === MID) return start + RID;
    return name === RID ? start + MID : line;
  });
}

function sections(sdp) {
  return sdp.split(/^(?=m=)/m);
}
